using System.Runtime.CompilerServices;
using Spectre.Console;

namespace GoalBuild.Tool.Terminal;

/// <summary>Measures text that is not ASCII; apart, so that the library is loaded only where there is such text.</summary>
internal static class Cells
{
    /// <summary>The columns of a terminal that a text takes.</summary>
    /// <param name="text">One line.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Of(string text) => text.GetCellWidth();
}
