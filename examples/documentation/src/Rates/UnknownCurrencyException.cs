namespace Rates;

/// <summary>There is no rate of a currency.</summary>
public sealed class UnknownCurrencyException(string currency) : Exception($"There is no rate of {currency}.");
