using System.Text.RegularExpressions;
using GoalBuild.Authoring.Repository;

namespace GoalBuild.Authoring.Notes.Phrases;

/// <summary>A way in which people say something that the goal language has a statement for.</summary>
/// <param name="pattern">Its words; case does not matter.</param>
/// <param name="map">Adds what they mean, or says that here they mean nothing.</param>
/// <param name="places">The parts of notes in which it means that; none for all but the objective.</param>
internal sealed class Phrase(string pattern, Func<Match, PhraseContext, bool> map, params NoteSection[] places)
{
    private readonly Regex _pattern = new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    /// <summary>Applies the phrase wherever its words stand.</summary>
    /// <param name="context">The item; what is understood of it is taken out of its text.</param>
    public void Apply(PhraseContext context)
    {
        if (places.Length == 0 ? context.Section == NoteSection.Objective : !places.Contains(context.Section))
        {
            return;
        }

        try
        {
            for (var match = _pattern.Match(context.Text); match.Success; match = match.NextMatch())
            {
                if (match.Length > 0 && map(match, context))
                {
                    context.Take(match);
                }
            }
        }
        catch (RegexMatchTimeoutException)
        {
            // Words that are so hard to read mean nothing that is known; they are carried over.
        }
    }
}

/// <summary>The item that phrases are looked for in.</summary>
/// <param name="section">Its part of the notes.</param>
/// <param name="text">Its text.</param>
/// <param name="facts">What is known of the repository.</param>
internal sealed class PhraseContext(NoteSection section, string text, RepositoryFacts facts)
{
    // Stands where words were that are understood: no pattern matches across it.
    private const char Taken = '\u0001';

    private char[] _text = text.ToCharArray();

    /// <summary>Its part of the notes.</summary>
    public NoteSection Section => section;

    /// <summary>Its text as far as nothing is understood of it yet.</summary>
    public string Text => new(_text);

    /// <summary>Its text as it was.</summary>
    public string Whole => text;

    /// <summary>What is known of the repository.</summary>
    public RepositoryFacts Facts => facts;

    /// <summary>What was found.</summary>
    public Mapping Mapping { get; } = new();

    /// <summary>Takes words out of the text.</summary>
    /// <param name="match">The words.</param>
    public void Take(Match match)
    {
        _text = (char[])_text.Clone();
        Array.Fill(_text, Taken, match.Index, match.Length);
    }

    /// <summary>Adds a clause, once.</summary>
    /// <param name="clause">In the words of the language.</param>
    public bool Clause(string clause) => AddTo(Mapping.Clauses, clause);

    /// <summary>Adds a constraint, once.</summary>
    /// <param name="constraint">In the words of the language.</param>
    public bool Constraint(string constraint) => AddTo(Mapping.Constraints, constraint);

    /// <summary>Adds something that had to be guessed.</summary>
    /// <param name="guess">In words that go on "for '…'".</param>
    public void Guess(string guess) => AddTo(Mapping.Guesses, guess);

    private static bool AddTo(List<string> list, string item)
    {
        if (!list.Contains(item))
        {
            list.Add(item);
        }

        return true;
    }
}
