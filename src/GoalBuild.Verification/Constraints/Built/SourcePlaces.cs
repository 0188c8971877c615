using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace GoalBuild.Verification.Constraints.Built;

/// <summary>Where the code of an assembly was written, by its portable debug information: beside it, or in it.</summary>
internal sealed class SourcePlaces : IDisposable
{
    private readonly MetadataReaderProvider? _provider;
    private readonly MetadataReader? _reader;

    /// <summary>Looks for the debug information; where there is none, no place is known.</summary>
    /// <param name="file">The assembly.</param>
    /// <param name="path">Absolute path of it.</param>
    public SourcePlaces(PEReader file, string path)
    {
        try
        {
            if (file.TryOpenAssociatedPortablePdb(path, pdb => File.Exists(pdb) ? File.OpenRead(pdb) : null, out _provider, out _))
            {
                _reader = _provider!.GetMetadataReader();
            }
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException or UnauthorizedAccessException)
        {
            _reader = null;
        }
    }

    /// <summary>Where an instruction of a method was written; its beginning for a negative offset.</summary>
    /// <param name="method">The method.</param>
    /// <param name="offset">Of the instruction, in bytes.</param>
    public (string File, int Line)? Of(MethodDefinitionHandle method, int offset)
    {
        if (_reader is null)
        {
            return null;
        }

        var debug = _reader.GetMethodDebugInformation(method.ToDebugInformationHandle());
        SequencePoint? found = null;
        foreach (var point in debug.GetSequencePoints().Where(point => !point.IsHidden))
        {
            if (found is not null && point.Offset > offset)
            {
                break;
            }

            found = point;
        }

        return found is { } place ? (_reader.GetString(_reader.GetDocument(place.Document).Name), place.StartLine) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _provider?.Dispose();
}
