namespace GoalBuild.Authoring.Notes;

/// <summary>One thing that some notes say: an item of a list, a sentence or paragraph, a line of code.</summary>
/// <param name="Section">What it is about.</param>
/// <param name="Line">Its first line, from 1.</param>
/// <param name="Column">Where it begins there, from 1.</param>
/// <param name="Text">What it says, on one line, without marks of lists and emphasis.</param>
internal sealed record NoteItem(NoteSection Section, int Line, int Column, string Text)
{
    /// <summary>What leads to it: a heading that is not known, or a sentence that ends with a colon; or empty.</summary>
    public string Lead { get; init; } = "";

    /// <summary>Whether it is a line of code.</summary>
    public bool IsCode { get; init; }

    /// <summary>Whether it is an item of a list.</summary>
    public bool IsListed { get; init; }

    /// <summary>Its words with those that lead to it.</summary>
    public string Full => Lead.Length == 0 ? Text : $"{Lead} {Text}";
}
