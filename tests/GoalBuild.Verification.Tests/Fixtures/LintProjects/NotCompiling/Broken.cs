namespace NotCompiling;

public static class Broken
{
    public static int Value => nonsense;
}
