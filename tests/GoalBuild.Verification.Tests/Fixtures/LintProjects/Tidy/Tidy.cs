namespace Untidy;

public static class Tidy
{
    public static int Half(int value) => value / 2;
}
