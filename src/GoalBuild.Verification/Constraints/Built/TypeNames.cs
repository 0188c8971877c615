using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace GoalBuild.Verification.Constraints.Built;

/// <summary>Resolves handles and signatures of one assembly to all the types that stand in them: element types, generic types and their arguments, function pointers and modifiers.</summary>
/// <param name="reader">The assembly's metadata.</param>
internal sealed class TypeNames(MetadataReader reader) : ISignatureTypeProvider<IEnumerable<TypeName>, object?>, ICustomAttributeTypeProvider<IEnumerable<TypeName>>
{
    private readonly string _assembly = reader.IsAssembly ? reader.GetString(reader.GetAssemblyDefinition().Name) : "";

    /// <summary>The types that a handle of a type, member or instantiation names.</summary>
    /// <param name="handle">The handle.</param>
    public IEnumerable<TypeName> Of(EntityHandle handle) => handle.IsNil ? [] : handle.Kind switch
    {
        HandleKind.TypeReference => [OfReference((TypeReferenceHandle)handle)],
        HandleKind.TypeDefinition => [OfDefinition((TypeDefinitionHandle)handle)],
        HandleKind.TypeSpecification => reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null),
        HandleKind.MemberReference => OfMember(reader.GetMemberReference((MemberReferenceHandle)handle)),
        HandleKind.MethodSpecification => OfInstance(reader.GetMethodSpecification((MethodSpecificationHandle)handle)),
        HandleKind.MethodDefinition => [OfDefinition(reader.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType())],
        HandleKind.FieldDefinition => [OfDefinition(reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType())],
        _ => [],
    };

    /// <summary>A type of this assembly.</summary>
    /// <param name="handle">Its handle.</param>
    public TypeName OfDefinition(TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = reader.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer && OfDefinition(outer) is var around
            ? around with { Name = $"{around.Name}.{name}" }
            : new TypeName(_assembly, reader.GetString(type.Namespace), name);
    }

    /// <summary>The types of a method's signature.</summary>
    public static IEnumerable<TypeName> Of(MethodSignature<IEnumerable<TypeName>> signature) => signature.ReturnType.Concat(signature.ParameterTypes.SelectMany(type => type));

    private TypeName OfReference(TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        switch (type.ResolutionScope.Kind)
        {
            case HandleKind.TypeReference:
                var around = OfReference((TypeReferenceHandle)type.ResolutionScope);
                return around with { Name = $"{around.Name}.{name}" };
            case HandleKind.AssemblyReference:
                return new TypeName(reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name), reader.GetString(type.Namespace), name);
            default:
                return new TypeName(_assembly, reader.GetString(type.Namespace), name);
        }
    }

    private IEnumerable<TypeName> OfMember(MemberReference member) => Of(member.Parent).Concat(member.GetKind() == MemberReferenceKind.Method
        ? Of(member.DecodeMethodSignature(this, null))
        : member.DecodeFieldSignature(this, null));

    private IEnumerable<TypeName> OfInstance(MethodSpecification method) => Of(method.Method).Concat(method.DecodeSignature(this, null).SelectMany(type => type));

    /// <inheritdoc/>
    public IEnumerable<TypeName> GetArrayType(IEnumerable<TypeName> elementType, ArrayShape shape) => elementType;

    /// <inheritdoc/>
    public IEnumerable<TypeName> GetByReferenceType(IEnumerable<TypeName> elementType) => elementType;

    /// <inheritdoc/>
    public IEnumerable<TypeName> GetFunctionPointerType(MethodSignature<IEnumerable<TypeName>> signature) => Of(signature);

    /// <inheritdoc/>
    public IEnumerable<TypeName> GetGenericInstantiation(IEnumerable<TypeName> genericType, ImmutableArray<IEnumerable<TypeName>> typeArguments) => genericType.Concat(typeArguments.SelectMany(type => type));

    /// <inheritdoc/>
    public IEnumerable<TypeName> GetGenericMethodParameter(object? genericContext, int index) => [];

    /// <inheritdoc/>
    public IEnumerable<TypeName> GetGenericTypeParameter(object? genericContext, int index) => [];

    /// <inheritdoc/>
    public IEnumerable<TypeName> GetModifiedType(IEnumerable<TypeName> modifier, IEnumerable<TypeName> unmodifiedType, bool isRequired) => modifier.Concat(unmodifiedType);

    /// <inheritdoc/>
    public IEnumerable<TypeName> GetPinnedType(IEnumerable<TypeName> elementType) => elementType;

    /// <inheritdoc/>
    public IEnumerable<TypeName> GetPointerType(IEnumerable<TypeName> elementType) => elementType;

    /// <inheritdoc/>
    public IEnumerable<TypeName> GetPrimitiveType(PrimitiveTypeCode typeCode) => [];

    /// <inheritdoc/>
    public IEnumerable<TypeName> GetSZArrayType(IEnumerable<TypeName> elementType) => elementType;

    /// <inheritdoc/>
    public IEnumerable<TypeName> GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => [OfDefinition(handle)];

    /// <inheritdoc/>
    public IEnumerable<TypeName> GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => [OfReference(handle)];

    /// <inheritdoc/>
    public IEnumerable<TypeName> GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => Of((EntityHandle)handle);

    /// <inheritdoc/>
    public IEnumerable<TypeName> GetSystemType() => [];

    /// <inheritdoc/>
    public bool IsSystemType(IEnumerable<TypeName> type) => type.Any(name => name is { Namespace: "System", Name: "Type" });

    /// <inheritdoc/>
    public IEnumerable<TypeName> GetTypeFromSerializedName(string name) => SerializedTypeName.Read(name, _assembly);

    /// <inheritdoc/>
    /// <remarks>How wide an enumeration of another assembly is cannot be known without it; nearly all are of this kind, and what is read wrongly is given up.</remarks>
    public PrimitiveTypeCode GetUnderlyingEnumType(IEnumerable<TypeName> type) => PrimitiveTypeCode.Int32;
}
