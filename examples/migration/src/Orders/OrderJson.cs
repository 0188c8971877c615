using Newtonsoft.Json;
using Newtonsoft.Json.Converters;

namespace Orders;

/// <summary>Orders as JSON.</summary>
public static class OrderJson
{
    private static readonly JsonSerializerSettings Settings = new() { Converters = { new StringEnumConverter() } };

    /// <summary>Writes an order.</summary>
    public static string Write(Order order) => JsonConvert.SerializeObject(order, Settings);

    /// <summary>Reads an order.</summary>
    /// <exception cref="FormatException">The text is no order.</exception>
    public static Order Read(string json)
    {
        try
        {
            return JsonConvert.DeserializeObject<Order>(json, Settings) ?? throw new FormatException("The text is null.");
        }
        catch (JsonException exception)
        {
            throw new FormatException(exception.Message, exception);
        }
    }
}
