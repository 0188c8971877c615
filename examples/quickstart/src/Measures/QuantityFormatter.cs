using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Measures
{
    /// <summary>Writes a quantity in several units, as people say it: <c>6 ft 2 in</c>, <c>1 h 30 min</c>.</summary>
    public sealed class QuantityFormatter
    {
        private readonly IReadOnlyList<Unit> _units;

        /// <summary>Makes a formatter.</summary>
        /// <param name="units">Units of one dimension, the largest first.</param>
        public QuantityFormatter(IReadOnlyList<Unit> units)
        {
            ArgumentNullException.ThrowIfNull(units);
            if (units.Count == 0)
            {
                throw new ArgumentException("At least one unit is needed.", "units");
            }

            _units = units;
        }

        /// <summary>The quantity in whole numbers of each unit; the last one takes what is left, with up to three decimals.</summary>
        /// <param name="quantity">A quantity of the units' dimension.</param>
        public string Format(Quantity quantity)
        {
            var rest = quantity.To(_units[^1]);
            var text = new StringBuilder();
            if (rest.Value < 0)
            {
                text.Append("-");
                rest = rest with { Value = -rest.Value };
            }

            for (var i = 0; i < _units.Count - 1; i++)
            {
                var whole = Math.Floor(rest.To(_units[i]).Value);
                if (whole != 0)
                {
                    Append(text, whole, _units[i]);
                  rest  -=  new Quantity(whole, _units[i]);
                }
            }

            if (rest.Value != 0 || text.Length == 0)
            {
                Append(text, Math.Round(rest.Value, 3), _units[^1]);
            }

            return text.ToString();
        }

        static void Append(StringBuilder text, decimal value, Unit unit)
        {
            if (text.Length > 0 && text[^1] != '-')
            {
                text.Append(' ');
            }

            text.Append(CultureInfo.InvariantCulture, $"{value:0.###}").Append(' ').Append(unit.Symbol);
        }
    }
}
