namespace Widgets;

public static class Covered
{
    public static int Add(int left, int right)
    {
        return left + right;
    }
}
