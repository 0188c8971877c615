namespace GoalBuild.Verification.Constraints.Built;

/// <summary>Reads the names by which <c>typeof</c> stands in attributes: <c>Namespace.Outer+Inner`1[[Argument, Assembly]], Assembly, Version=…</c></summary>
internal static class SerializedTypeName
{
    /// <summary>The types in a name; none where it is no such name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="assembly">The assembly of a name that says none.</param>
    public static IEnumerable<TypeName> Read(string? name, string assembly)
    {
        if (name is null || !System.Reflection.Metadata.TypeName.TryParse(name, out var parsed))
        {
            return [];
        }

        return Parts(parsed).ToList();

        IEnumerable<TypeName> Parts(System.Reflection.Metadata.TypeName type)
        {
            if (type.IsConstructedGenericType)
            {
                return Parts(type.GetGenericTypeDefinition()).Concat(type.GetGenericArguments().SelectMany(Parts));
            }

            if (type.IsArray || type.IsPointer || type.IsByRef)
            {
                return Parts(type.GetElementType());
            }

            var outermost = type;
            var names = new List<string> { type.Name };
            while (outermost.IsNested)
            {
                outermost = outermost.DeclaringType;
                names.Insert(0, outermost.Name);
            }

            return [new TypeName(type.AssemblyName?.Name ?? assembly, outermost.Namespace, string.Join('.', names))];
        }
    }
}
