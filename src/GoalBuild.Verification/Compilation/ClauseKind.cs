using System.Xml.Linq;
using GoalBuild.Language.Model;

namespace GoalBuild.Verification.Compilation;

/// <summary>
/// How one kind of clause becomes an MSBuild target. To add a kind, write one file in <c>Clauses/</c> with two classes: a
/// <see cref="ClauseKind{TClause}"/> that says which tasks the target runs and what the verdict depends on, and a
/// <c>ClauseTask</c> that finds the verdict out when MSBuild runs the target. Then add one line to the table in <see cref="ClauseCompiler"/>.
/// </summary>
/// <remarks>
/// A kind must not name a type of MSBuild (the task's name comes from <c>nameof</c>, which the compiler resolves): goals are compiled, and reused
/// verdicts are looked up, without loading MSBuild.
/// </remarks>
public abstract class ClauseKind
{
    /// <summary>The record of the model that this kind compiles.</summary>
    public abstract Type ClauseType { get; }

    /// <summary>The tasks that the clause's target runs, in order; the last one finds the verdict out.</summary>
    /// <param name="context">The clause, its place, and makers of task elements.</param>
    public abstract IEnumerable<XElement> Compile(ClauseContext context);

    /// <summary>What the clause's target does with the assemblies that projects have built, and so what may run beside it.</summary>
    public virtual OutputUse OutputUse => OutputUse.None;

    /// <summary>Whether its task runs what it runs in the container that the clause's environment asks for.</summary>
    public virtual bool RunsInContainer => false;

    /// <summary>What the verdict depends on besides the clause's own text, environment and tools.</summary>
    /// <param name="context">The clause and its place.</param>
    public abstract ClauseReads Reads(ClauseContext context);
}

/// <summary>How clauses of one type become MSBuild targets; see <see cref="ClauseKind"/>.</summary>
/// <typeparam name="TClause">The record of the model.</typeparam>
public abstract class ClauseKind<TClause> : ClauseKind
    where TClause : Clause
{
    /// <inheritdoc/>
    public sealed override Type ClauseType => typeof(TClause);

    /// <inheritdoc/>
    public sealed override IEnumerable<XElement> Compile(ClauseContext context) => Compile((TClause)context.Clause.Clause, context);

    /// <inheritdoc/>
    public sealed override ClauseReads Reads(ClauseContext context) => Reads((TClause)context.Clause.Clause, context);

    /// <summary>The tasks that the clause's target runs, in order; the last one finds the verdict out.</summary>
    /// <param name="clause">The clause.</param>
    /// <param name="context">Its place, and makers of task elements.</param>
    protected abstract IEnumerable<XElement> Compile(TClause clause, ClauseContext context);

    /// <summary>What the verdict depends on besides the clause's own text, environment and tools.</summary>
    /// <param name="clause">The clause.</param>
    /// <param name="context">Its place.</param>
    protected abstract ClauseReads Reads(TClause clause, ClauseContext context);
}

/// <summary>What a clause does with the assemblies that projects have built. Clauses that read them run side by side; one that may write them runs when no other uses them, and one that measures time when no other runs.</summary>
public enum OutputUse
{
    /// <summary>It uses sources only, or what the engine builds for it.</summary>
    None,

    /// <summary>It loads them.</summary>
    Reads,

    /// <summary>It replaces them for a while, as collectors of coverage do, or runs what may build.</summary>
    MayWrite,

    /// <summary>It measures time: nothing of the verification runs beside it.</summary>
    Alone,
}

/// <summary>What a clause's verdict depends on; its fingerprint is made from it.</summary>
public abstract record ClauseReads
{
    private ClauseReads()
    {
    }

    /// <summary>The folders of a project or solution and of all projects that it reaches.</summary>
    /// <param name="Path">Absolute path of a project, a solution, or a folder that holds one.</param>
    public sealed record Project(string Path) : ClauseReads;

    /// <summary>The whole workspace: what a command reads cannot be known.</summary>
    public sealed record Tree : ClauseReads;

    /// <summary>The files of a glob.</summary>
    /// <param name="Glob">Relative to the goal's folder.</param>
    /// <param name="Baseline">Whether the verdict depends on the baseline too.</param>
    public sealed record Files(string Glob, bool Baseline) : ClauseReads;

    /// <summary>Nothing that can be hashed; the verdict is never reused.</summary>
    public sealed record Unknowable : ClauseReads;
}
