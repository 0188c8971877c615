namespace GoalBuild.Verification.Constraints.Built;

/// <summary>A type as metadata names it.</summary>
/// <param name="Assembly">Name of the assembly that it is in; empty for types of the language, which are in none.</param>
/// <param name="Namespace">The namespace of its outermost type; empty for the global one.</param>
/// <param name="Name">Its name, with those of the types around it in front.</param>
internal sealed record TypeName(string Assembly, string Namespace, string Name)
{
    /// <summary>The name for people.</summary>
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}.{Name}";
}

/// <summary>That one type uses another.</summary>
/// <param name="User">The type that uses it.</param>
/// <param name="Member">The member that does, or empty where it is the type itself.</param>
/// <param name="Used">The type that is used.</param>
/// <param name="File">The source file where it does, as the compiler names it, or null where no debug information says so.</param>
/// <param name="Line">The line in it, from 1, or null.</param>
internal sealed record TypeUse(TypeName User, string Member, TypeName Used, string? File, int? Line);
