using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace GoalBuild.Verification.Testing;

/// <summary>
/// Tells from an assembly's metadata whether its code can get at anything but what is given to it: files, processes, the network, native code, or types by
/// their names. What a compiler bound stands in the metadata, so that code which names none of it cannot use it.
/// </summary>
/// <remarks>
/// Of the platform, only what is listed as closed in <see cref="ClosedTypes"/> passes; what is new or forgotten counts as a way out. Types of the assemblies
/// beside it are not looked at here: those assemblies are.
/// </remarks>
internal static class CodeReach
{
    // ELEMENT_TYPE_STRING of a signature, ECMA-335 II.23.1.16.
    private const byte StringElement = 0x0E;

    /// <summary>The first thing through which the code of an assembly can reach out, or null where there is none.</summary>
    /// <param name="path">Absolute path of a file; what is no managed assembly runs no code by itself, and so reaches nothing.</param>
    /// <param name="beside">Names, without extension, of the assemblies that lie beside it.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string? WayOut(string path, IReadOnlySet<string> beside)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var image = new PEReader(stream);
            return image.HasMetadata ? WayOut(image.GetMetadataReader(), beside) : null;
        }
        catch (BadImageFormatException)
        {
            // A text that is named as an assembly is not loaded; of an assembly with odd metadata nobody can tell.
            return IsImage(path) ? "metadata that cannot be read" : null;
        }
    }

    private static string? WayOut(MetadataReader reader, IReadOnlySet<string> beside) =>
        reader.GetTableRowCount(TableIndex.ImplMap) > 0 ? "native code"
        : reader.TypeReferences.Select(handle => Opening(reader, reader.GetTypeReference(handle), beside)).FirstOrDefault(opening => opening is not null)
            ?? reader.MemberReferences.Select(handle => Opening(reader, reader.GetMemberReference(handle))).FirstOrDefault(opening => opening is not null)
            ?? (reader.CustomAttributes.Any(handle => ClosedTypes.IsNamedIn(reader.GetBlobBytes(reader.GetCustomAttribute(handle).Value))) ? "a type that an attribute names" : null);

    private static string? Opening(MetadataReader reader, TypeReference type, IReadOnlySet<string> beside)
    {
        var (space, name) = (reader.GetString(type.Namespace), reader.GetString(type.Name));
        switch (type.ResolutionScope.Kind)
        {
            case HandleKind.TypeReference:
                return Opening(reader, reader.GetTypeReference((TypeReferenceHandle)type.ResolutionScope), beside);
            case HandleKind.ModuleDefinition:
                return null;
            case HandleKind.AssemblyReference:
                var assembly = reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name);
                var isClosed = beside.Contains(assembly) ? !ClosedTypes.IsReaderOfFrameworks(space, name) : ClosedTypes.Contains(space, name);
                return isClosed ? null : $"{space}.{name}";
            default:
                return $"{space}.{name}";
        }
    }

    private static string? Opening(MetadataReader reader, MemberReference member)
    {
        if (member.Parent.Kind != HandleKind.TypeReference)
        {
            return null;
        }

        var type = reader.GetTypeReference((TypeReferenceHandle)member.Parent);
        var (space, name, method) = (reader.GetString(type.Namespace), reader.GetString(type.Name), reader.GetString(member.Name));
        var takesText = reader.GetBlobBytes(member.Signature).AsSpan(1).Contains(StringElement);
        return ClosedTypes.HasWayOut(space, name, method, takesText, ParametersOf(reader, member)) ? $"{space}.{name}.{method}" : null;
    }

    // ECMA-335 II.23.2.1: the kind, the count of type parameters where it is generic, the count of parameters.
    private static int ParametersOf(MetadataReader reader, MemberReference member)
    {
        var signature = reader.GetBlobReader(member.Signature);
        var header = signature.ReadSignatureHeader();
        if (header.Kind != SignatureKind.Method)
        {
            return 0;
        }

        if (header.IsGeneric)
        {
            signature.ReadCompressedInteger();
        }

        return signature.ReadCompressedInteger();
    }

    private static bool IsImage(string path)
    {
        using var stream = File.OpenRead(path);
        return stream.ReadByte() == 'M' && stream.ReadByte() == 'Z';
    }
}
