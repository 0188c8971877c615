using Newtonsoft.Json;

namespace Orders;

/// <summary>An order as it is stored.</summary>
public sealed class Order
{
    [JsonProperty("no")]
    public int Number { get; set; }

    [JsonProperty("state")]
    public OrderState State { get; set; }

    [JsonProperty("note", NullValueHandling = NullValueHandling.Ignore)]
    public string? Note { get; set; }

    [JsonProperty("lines")]
    public List<OrderLine> Lines { get; set; } = [];
}

/// <summary>What is ordered.</summary>
public sealed class OrderLine
{
    [JsonProperty("sku")]
    public string Sku { get; set; } = "";

    [JsonProperty("count")]
    public int Count { get; set; }
}

/// <summary>How far an order is.</summary>
public enum OrderState
{
    Open,
    Paid,
    Shipped,
}
