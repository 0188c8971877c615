namespace Rates;

/// <summary>Rates of exchange, all from one base currency.</summary>
/// <param name="baseCurrency">The base currency, such as <c>EUR</c>.</param>
public sealed class RateTable(string baseCurrency)
{
    private readonly Dictionary<string, decimal> _rates = new() { [baseCurrency] = 1 };

    /// <summary>Sets how much of a currency one unit of the base currency is worth.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is 0 or below.</exception>
    public void Set(string currency, decimal rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        _rates[currency] = rate;
    }

    /// <summary>Converts an amount, unrounded.</summary>
    /// <exception cref="UnknownCurrencyException">There is no rate of one of the currencies.</exception>
    public decimal Convert(decimal amount, string from, string to) => amount / RateOf(from) * RateOf(to);

    /// <summary>Whether there is a rate of a currency.</summary>
    public bool Knows(string currency) => _rates.ContainsKey(currency);

    private decimal RateOf(string currency) => _rates.TryGetValue(currency, out var rate) ? rate : throw new UnknownCurrencyException(currency);
}
