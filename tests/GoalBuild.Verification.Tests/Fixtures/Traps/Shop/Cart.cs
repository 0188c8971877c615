namespace Shop;

public static class Cart
{
    public static int Total(params int[] prices) => prices.Length;
}
