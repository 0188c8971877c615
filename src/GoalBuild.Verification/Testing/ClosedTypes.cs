using System.Collections.Frozen;
using System.Text;

namespace GoalBuild.Verification.Testing;

/// <summary>The types of .NET that work on nothing but what they are given. A list of the harmless, not of the harmful: what is missing here costs a run of tests, no more.</summary>
internal static class ClosedTypes
{
    private static readonly FrozenSet<string> Namespaces = FrozenSet.ToFrozenSet(
    [
        "System", "System.Buffers", "System.Buffers.Binary", "System.Buffers.Text", "System.Collections", "System.Collections.Concurrent", "System.Collections.Frozen", "System.Collections.Generic",
        "System.Collections.Immutable", "System.Collections.ObjectModel", "System.Collections.Specialized", "System.ComponentModel", "System.ComponentModel.DataAnnotations",
        "System.Diagnostics.CodeAnalysis", "System.Globalization", "System.Linq", "System.Linq.Expressions", "System.Numerics", "System.Runtime.CompilerServices",
        "System.Runtime.ExceptionServices", "System.Runtime.Intrinsics", "System.Runtime.Versioning", "System.Text", "System.Text.Encodings.Web", "System.Text.Json",
        "System.Text.Json.Nodes", "System.Text.Json.Serialization", "System.Text.Json.Serialization.Metadata", "System.Text.RegularExpressions", "System.Text.Unicode", "System.Threading",
        "System.Threading.Channels", "System.Threading.Tasks", "System.Threading.Tasks.Sources", "System.Timers",
    ]);

    private static readonly FrozenSet<string> Types = FrozenSet.ToFrozenSet(
    [
        "System.Diagnostics.Activity", "System.Diagnostics.ActivitySource", "System.Diagnostics.Debug", "System.Diagnostics.Debugger", "System.Diagnostics.DebuggerBrowsableState", "System.Diagnostics.Stopwatch", "System.Diagnostics.UnreachableException",
        "System.IO.BinaryReader", "System.IO.BinaryWriter", "System.IO.BufferedStream", "System.IO.EndOfStreamException", "System.IO.FileNotFoundException", "System.IO.InvalidDataException",
        "System.IO.IOException", "System.IO.MemoryStream", "System.IO.SeekOrigin", "System.IO.Stream", "System.IO.StreamReader", "System.IO.StreamWriter", "System.IO.StringReader",
        "System.IO.StringWriter", "System.IO.TextReader", "System.IO.TextWriter", "System.Net.HttpStatusCode", "System.Net.IPAddress", "System.Net.WebUtility",
        "System.Reflection.Assembly", "System.Reflection.AssemblyName", "System.Reflection.BindingFlags", "System.Reflection.ConstructorInfo", "System.Reflection.FieldInfo",
        "System.Reflection.MethodBase", "System.Reflection.MethodInfo", "System.Reflection.TargetInvocationException", "System.Runtime.InteropServices.CollectionsMarshal", "System.Runtime.InteropServices.MemoryMarshal",
        "System.Security.Cryptography.HashAlgorithm", "System.Security.Cryptography.HMACSHA256", "System.Security.Cryptography.MD5", "System.Security.Cryptography.RandomNumberGenerator",
        "System.Security.Cryptography.SHA1", "System.Security.Cryptography.SHA256", "System.Security.Cryptography.SHA512",

        // A compiler writes it for code that is unsafe.
        "System.Security.Permissions.SecurityAction",
    ]);

    private static readonly FrozenSet<string> WaysOut = FrozenSet.ToFrozenSet(
    [
        "System.AppDomain", "System.ActivationContext", "System.Threading.ThreadPoolBoundHandle", "System.Threading.PreAllocatedOverlapped", "System.Threading.Overlapped",
        // Both name a type in a text.
        "System.Runtime.CompilerServices.UnsafeAccessorTypeAttribute", "System.ComponentModel.LicenseManager", "System.ComponentModel.MaskedTextProvider",
    ]);

    // Of these, a member that takes a text may take the name of a type or a file.
    private static readonly FrozenSet<string> ByName = FrozenSet.ToFrozenSet(
        ["System.Delegate", "System.IO.StreamReader", "System.IO.StreamWriter", "System.ComponentModel.TypeDescriptor"]);

    // A member that is found when the code runs can be called through an expression tree, whose compiler takes it as it is.
    private static readonly string[] FindersOfMembers = ["GetConstructor", "GetMethod", "GetMember", "GetPropert", "GetField", "GetEvent", "GetNested", "GetDefaultMembers", "FindMembers", "get_TypeInitializer", "get_DeclaringMethod"];

    // Of reflection, what tests are written with: what belongs to their own assembly, and the handles that a compiler puts into expression trees.
    private static readonly FrozenSet<string> Reflection = FrozenSet.ToFrozenSet(
    [
        "Equals", "GetHashCode", "GetName", "ToString", "get_FullName", "GetExecutingAssembly", "GetCallingAssembly", "GetManifestResourceStream", "GetManifestResourceNames", "op_Equality", "op_Inequality",
        "GetMethodFromHandle", "GetFieldFromHandle",
    ]);

    // An attribute names types in its text alone: one of NUnit calls any static method.
    private static readonly byte[][] NamedInAttributes =
        [.. new[] { "System.IO.", "System.Net.", "System.Diagnostics.Process", "System.Reflection.", "System.Runtime.", "System.AppDomain", "System.Activator", "System.Xml.", "Microsoft.Win32." }.Select(Encoding.UTF8.GetBytes)];

    // What frameworks are made with; tests that use it do more than test.
    private static readonly string[] ReadersOfFrameworks =
        ["NUnit.Framework.Internal", "NUnit.Framework.Api", "NUnit.Engine", "Mono.Cecil", "Coverlet", "Microsoft.CodeCoverage", "Microsoft.TestPlatform", "Microsoft.VisualStudio.TestPlatform.", "Microsoft.Extensions.DependencyModel"];

    /// <summary>Whether a type of the platform passes.</summary>
    /// <param name="space">Its namespace.</param>
    /// <param name="name">Its name.</param>
    public static bool Contains(string space, string name)
    {
        var full = $"{space}.{name}";
        return !WaysOut.Contains(full)
            && (Namespaces.Contains(space) || Types.Contains(full)
                || (name.EndsWith("Attribute", StringComparison.Ordinal) && space.StartsWith("System.", StringComparison.Ordinal)));
    }

    /// <summary>Whether a member of a type that passes is a way out nevertheless.</summary>
    /// <param name="space">The type's namespace.</param>
    /// <param name="type">The type's name.</param>
    /// <param name="member">The member's name.</param>
    /// <param name="takesText">Whether a string is among its parameters.</param>
    /// <param name="parameters">How many parameters it takes.</param>
    public static bool HasWayOut(string space, string type, string member, bool takesText, int parameters) => $"{space}.{type}" switch
    {
        "System.Type" => member is "GetType" or "InvokeMember" || (member.StartsWith("GetTypeFrom", StringComparison.Ordinal) && member != "GetTypeFromHandle")
            || Array.Exists(FindersOfMembers, prefix => member.StartsWith(prefix, StringComparison.Ordinal)),

        // What makes an object of a type that is given to it passes arguments on that nobody sees here; only the one that takes none does not.
        "System.Activator" => parameters > 0,
        "System.ComponentModel.TypeDescriptor" when member is "CreateInstance" => true,
        "System.Reflection.Assembly" or "System.Reflection.MethodBase" or "System.Reflection.MethodInfo" or "System.Reflection.ConstructorInfo" or "System.Reflection.FieldInfo" => !Reflection.Contains(member),
        "System.Linq.Expressions.Expression" => takesText && member != "Parameter",
        "NUnit.Framework.Does" or "NUnit.Framework.Constraints.ConstraintExpression" => member == "get_Exist",
        var full => takesText && ByName.Contains(full),
    };

    /// <summary>Whether a type of a test framework reads files.</summary>
    /// <param name="space">Its namespace.</param>
    /// <param name="name">Its name.</param>
    public static bool IsReaderOfFrameworks(string space, string name) =>
        name is "FileAssert" or "DirectoryAssert" or "DeploymentItemAttribute" or "DataSourceAttribute" or "FileOrDirectoryExistsConstraint" or "FileExistsConstraint" or "DirectoryExistsConstraint"
        || name.StartsWith("ShouldMatchApproved", StringComparison.Ordinal) || Array.Exists(ReadersOfFrameworks, prefix => space.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Whether what an attribute is given names a type that is a way out.</summary>
    /// <param name="value">The attribute's value as metadata hold it.</param>
    public static bool IsNamedIn(ReadOnlySpan<byte> value)
    {
        foreach (var mark in NamedInAttributes)
        {
            if (value.IndexOf(mark) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
