using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace GoalBuild.Verification.Constraints.Built;

/// <summary>
/// Reads from a compiled assembly which types use which: base types, interfaces, constraints, attributes and their arguments, signatures, local variables,
/// handlers and instructions. What a compiler has put in place of a name (constants, <c>nameof</c>) has left no trace.
/// </summary>
internal sealed class TypeUseReader : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _reader;
    private readonly TypeNames _names;
    private readonly SourcePlaces _places;

    /// <summary>Opens an assembly.</summary>
    /// <param name="path">Absolute path.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="BadImageFormatException">It is none.</exception>
    public TypeUseReader(string path)
    {
        _file = new PEReader(File.OpenRead(path), PEStreamOptions.PrefetchEntireImage);
        _reader = _file.GetMetadataReader();
        _names = new TypeNames(_reader);
        _places = new SourcePlaces(_file, path);
        Name = _reader.GetString(_reader.GetAssemblyDefinition().Name);
    }

    /// <summary>The assembly's name.</summary>
    public string Name { get; }

    /// <summary>Names of the assemblies that it refers to.</summary>
    public IEnumerable<string> References => _reader.AssemblyReferences.Select(handle => _reader.GetString(_reader.GetAssemblyReference(handle).Name));

    /// <summary>The types that it defines.</summary>
    public IEnumerable<TypeName> Types => _reader.TypeDefinitions.Select(_names.OfDefinition);

    /// <summary>The uses, each as often as it is found.</summary>
    /// <param name="users">Which types are looked at.</param>
    public IEnumerable<TypeUse> Uses(Func<TypeName, bool> users)
    {
        foreach (var handle in _reader.TypeDefinitions)
        {
            var user = _names.OfDefinition(handle);
            if (!users(user))
            {
                continue;
            }

            var type = _reader.GetTypeDefinition(handle);
            var first = type.GetMethods().Select(method => _places.Of(method, -1)).FirstOrDefault(place => place is not null);
            foreach (var used in OfType(type))
            {
                yield return new TypeUse(user, "", used, first?.File, null);
            }

            foreach (var method in type.GetMethods())
            {
                foreach (var use in OfMethod(user, method))
                {
                    yield return use;
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _places.Dispose();
        _file.Dispose();
    }

    private IEnumerable<TypeName> OfType(TypeDefinition type) =>
    [
        .. _names.Of(type.BaseType),
        .. type.GetInterfaceImplementations().Select(_reader.GetInterfaceImplementation).SelectMany(implementation => _names.Of(implementation.Interface).Concat(OfAttributes(implementation.GetCustomAttributes()))),
        .. OfParameters(type.GetGenericParameters()),
        .. OfAttributes(type.GetCustomAttributes()),
        .. type.GetFields().Select(_reader.GetFieldDefinition).SelectMany(field => field.DecodeSignature(_names, null).Concat(OfAttributes(field.GetCustomAttributes()))),
        .. type.GetProperties().Select(_reader.GetPropertyDefinition).SelectMany(property => TypeNames.Of(property.DecodeSignature(_names, null)).Concat(OfAttributes(property.GetCustomAttributes()))),
        .. type.GetEvents().Select(_reader.GetEventDefinition).SelectMany(happening => _names.Of(happening.Type).Concat(OfAttributes(happening.GetCustomAttributes()))),
        .. type.GetMethodImplementations().Select(_reader.GetMethodImplementation).SelectMany(implementation => _names.Of(implementation.MethodDeclaration)),
    ];

    private IEnumerable<TypeUse> OfMethod(TypeName user, MethodDefinitionHandle handle)
    {
        var method = _reader.GetMethodDefinition(handle);
        var name = _reader.GetString(method.Name);
        var begin = _places.Of(handle, -1);
        IEnumerable<TypeName> declared =
        [
            .. TypeNames.Of(method.DecodeSignature(_names, null)),
            .. OfParameters(method.GetGenericParameters()),
            .. OfAttributes(method.GetCustomAttributes()),
            .. method.GetParameters().Select(_reader.GetParameter).SelectMany(parameter => OfAttributes(parameter.GetCustomAttributes())),
        ];
        foreach (var used in declared)
        {
            yield return new TypeUse(user, name, used, begin?.File, begin?.Line);
        }

        if (method.RelativeVirtualAddress == 0 || method.ImplAttributes.HasFlag(MethodImplAttributes.Native))
        {
            yield break;
        }

        var body = _file.GetMethodBody(method.RelativeVirtualAddress);
        foreach (var (offset, token) in InstructionTokens.In(body))
        {
            var place = _places.Of(handle, offset);
            foreach (var used in _names.Of(token))
            {
                yield return new TypeUse(user, name, used, place?.File, place?.Line);
            }
        }

        var handled = body.ExceptionRegions.SelectMany(region => _names.Of(region.CatchType));
        var locals = body.LocalSignature.IsNil ? [] : _reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_names, null).SelectMany(type => type);
        foreach (var used in handled.Concat(locals))
        {
            yield return new TypeUse(user, name, used, begin?.File, begin?.Line);
        }
    }

    private IEnumerable<TypeName> OfParameters(GenericParameterHandleCollection parameters) => parameters.Select(_reader.GetGenericParameter)
        .SelectMany(parameter => OfAttributes(parameter.GetCustomAttributes())
            .Concat(parameter.GetConstraints().Select(_reader.GetGenericParameterConstraint).SelectMany(constraint => _names.Of(constraint.Type))));

    private IEnumerable<TypeName> OfAttributes(CustomAttributeHandleCollection attributes) => attributes.Select(_reader.GetCustomAttribute)
        .SelectMany(attribute => _names.Of(attribute.Constructor).Concat(Arguments(attribute)));

    private IEnumerable<TypeName> Arguments(CustomAttribute attribute)
    {
        try
        {
            var value = attribute.DecodeValue(_names);
            return [.. value.FixedArguments.SelectMany(argument => InValue(argument.Value)), .. value.NamedArguments.SelectMany(argument => InValue(argument.Value))];
        }
        catch (BadImageFormatException)
        {
            // An enumeration of another size than is guessed.
            return [];
        }
    }

    private static IEnumerable<TypeName> InValue(object? value) => value switch
    {
        IEnumerable<TypeName> types => types,
        System.Collections.Immutable.ImmutableArray<CustomAttributeTypedArgument<IEnumerable<TypeName>>> items => items.SelectMany(item => InValue(item.Value)),
        _ => [],
    };
}
