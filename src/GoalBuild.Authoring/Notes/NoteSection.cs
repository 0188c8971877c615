namespace GoalBuild.Authoring.Notes;

/// <summary>What a part of some notes is about.</summary>
internal enum NoteSection
{
    /// <summary>What it is called.</summary>
    Title,

    /// <summary>What is to be true at the end.</summary>
    Objective,

    /// <summary>What is asked for.</summary>
    Requirements,

    /// <summary>How it is proved.</summary>
    Verification,

    /// <summary>What must not happen.</summary>
    Constraints,

    /// <summary>What is not asked for.</summary>
    OutOfScope,

    /// <summary>What may be spent.</summary>
    Budget,

    /// <summary>What to know and read first.</summary>
    Context,

    /// <summary>How to go on between turns.</summary>
    Iteration,

    /// <summary>When to stop and say so.</summary>
    Blocked,

    /// <summary>Who signs off.</summary>
    Review,

    /// <summary>No part of the work: comments, the head of a table, what front matter says of the file.</summary>
    Aside,
}
