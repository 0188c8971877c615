namespace Widgets;

/// <summary>Half of it is covered by tests: one arm of one branch, and one method of two.</summary>
public sealed class Gauge
{
    public string Read(int level)
    {
        if (level > 10)
        {
            return "high";
        }

        return "low";
    }

    public int Untested(int level)
    {
        var doubled = level * 2;
        return doubled;
    }
}
