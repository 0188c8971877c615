using GoalBuild.Verification.Constraints.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>The C# files of a change on one of its sides, as far as tests are concerned.</summary>
/// <remarks>Use only after <see cref="Engine.SdkLocator.Register"/>.</remarks>
internal sealed class TestTree
{
    private readonly List<(string Path, CompilationUnitSyntax Root)> _files;
    private readonly ILookup<string, TypeDeclarationSyntax> _types;
    private readonly ILookup<string, MethodDeclarationSyntax> _helpers;
    private readonly ClaimReader _reader;
    private readonly Lazy<IReadOnlySet<string>> _usedNames;

    /// <summary>Reads files.</summary>
    /// <param name="files">Their paths and texts.</param>
    public TestTree(IEnumerable<(string Path, string Text)> files)
    {
        _files = [.. files.Where(file => file.Text.Length > 0).Select(file => (file.Path, CSharpFile.Parse(file.Text)))];
        _types = _files.SelectMany(file => file.Root.DescendantNodes().OfType<TypeDeclarationSyntax>()).ToLookup(type => type.Identifier.ValueText, StringComparer.Ordinal);
        _helpers = _files.SelectMany(file => file.Root.DescendantNodes().OfType<MethodDeclarationSyntax>()).Where(method => !TestAttributes.IsTest(method)).ToLookup(method => method.Identifier.ValueText, StringComparer.Ordinal);
        _usedNames = new(() => Tests!.SelectMany(test => test.Instances).SelectMany(instance => instance.Claims).SelectMany(claim => claim.Actual.Names).ToHashSet(StringComparer.Ordinal));
        _reader = new ClaimReader(name => [.. _helpers[name]]);
        AssemblyStops =
        [
            .. _files.SelectMany(file => TestAttributes.StopsOf(file.Root.AttributeLists).Select(stop => (file.Path, $"[assembly: {stop[1..]}"))),
            .. Methods().Where(pair => IsOfAssembly(pair.Method)).SelectMany(pair => EndsIn(pair.Method).Select(end => (pair.Path, end))),
        ];
        Tests = [.. Methods().Where(pair => TestAttributes.IsTest(pair.Method)).Select(pair => Test(pair.Path, pair.Method))];
        Asserting = [.. Methods().Where(pair => !TestAttributes.IsTest(pair.Method)).Select(pair => Helper(pair.Path, pair.Method)).Where(method => method.Claims.Count > 0)];
        Types = [.. _files.SelectMany(file => file.Root.DescendantNodes().OfType<TypeDeclarationSyntax>().Select(type => Declared(file.Path, type)))];
        Aliases = [.. _files.SelectMany(file => file.Root.DescendantNodes().OfType<UsingDirectiveSyntax>().Where(directive => directive.Alias is not null).Select(directive => (file.Path, directive.Alias!.Name.Identifier.ValueText, directive.NamespaceOrType.ToString())))];
    }

    /// <summary>The tests.</summary>
    public IReadOnlyList<TestMethod> Tests { get; }

    /// <summary>Whether a method that is no test is declared under a name.</summary>
    /// <param name="name">The name.</param>
    public bool HasHelper(string name) => _helpers.Contains(name);

    /// <summary>The names of what the tests assert about.</summary>
    public IReadOnlySet<string> UsedNames => _usedNames.Value;

    /// <summary>The methods that assert and are no tests.</summary>
    public IReadOnlyList<AssertingMethod> Asserting { get; }

    /// <summary>The types.</summary>
    public IReadOnlyList<DeclaredType> Types { get; }

    /// <summary>What keeps all tests of an assembly from running, with the file that says so.</summary>
    public IReadOnlyList<(string Path, string Stop)> AssemblyStops { get; }

    /// <summary>The aliases of using directives: file, alias, and what it stands for.</summary>
    public IReadOnlyList<(string Path, string Alias, string Target)> Aliases { get; }

    private IEnumerable<(string Path, MethodDeclarationSyntax Method)> Methods() => _files.SelectMany(file => file.Root.DescendantNodes().OfType<MethodDeclarationSyntax>().Select(method => (file.Path, method)));

    private TestMethod Test(string path, MethodDeclarationSyntax method)
    {
        var (rows, listed) = CaseReader.Read(method, name => _types[name].FirstOrDefault());
        var fixtures = method.Ancestors().OfType<TypeDeclarationSyntax>().SelectMany(type => TestAttributes.Of(type.AttributeLists))
            .Where(attribute => CSharpFile.NameOf(attribute) is "TestFixture" or "TestFixtureSource" or "Arguments" && attribute.ArgumentList?.Arguments.Any(argument => argument.NameEquals is null) == true)
            .Select(attribute => $"fixture: {CSharpFile.TextOf(attribute.ArgumentList!)}");
        var instances = rows.Count == 0 ? [Instance(method, null)] : rows.Select(row => Instance(method, row)).ToList();
        return new TestMethod(path, CSharpFile.LineOf(method, method.Identifier.SpanStart), ClassOf(method), method.Identifier.ValueText)
        {
            Stops = [.. StopsOf(method)],
            Instances = instances,
            OpenCases = [.. listed, .. fixtures],
            Body = $"{CSharpFile.TextOf((SyntaxNode?)method.Body ?? method.ExpressionBody ?? (SyntaxNode)method.ParameterList)} {string.Join("; ", instances.Select(instance => instance.Shown))}",
            Calls = CallsOf((SyntaxNode?)method.Body ?? method.ExpressionBody ?? (SyntaxNode)method.ParameterList),
            Syntax = method,
        };
    }

    private TestInstance Instance(MethodDeclarationSyntax method, TestCaseRow? row)
    {
        var scope = new Scope(OfClass(method));
        var parameters = method.ParameterList.Parameters;
        for (var i = 0; i < parameters.Count; i++)
        {
            var name = parameters[i].Identifier.ValueText;
            if (row is not null && i < row.Arguments.Count && !parameters[i].Modifiers.Any(SyntaxKind.ParamsKeyword))
            {
                scope.Set(name, row.Arguments[i], OfClass(method));
            }
            else
            {
                scope.Hide(name);
            }
        }

        // A case that another configuration leaves out asserts only in this one.
        var ofCase = (row?.Arguments.Count > 0 ? row.Arguments[0] : row?.Result) is { } first ? DirectiveConditions.Shown(first, DirectiveConditions.At(method)).ToList() : [];
        var claims = _reader.Read(method, scope).Select(claim => claim with { Guards = [.. ofCase, .. claim.Guards] }).ToList();
        var returned = method.ExpressionBody?.Expression ?? method.Body?.Statements.OfType<ReturnStatementSyntax>().LastOrDefault()?.Expression;
        if (row?.Result is { } result && returned is not null)
        {
            var inner = method.Body is null ? scope : ScopeReader.OfBody(method.Body, scope);
            claims.AddRange(new ClaimMaker(inner).Make(ClaimKinds.Equal, result, returned).Select(claim => claim with { Line = CSharpFile.LineOf(result, result.SpanStart), Written = $"ExpectedResult = {result}" }));
        }

        // MSTest's and old NUnit's way to expect an exception.
        foreach (var attribute in TestAttributes.Of(method.AttributeLists).Where(attribute => CSharpFile.NameOf(attribute) == "ExpectedException"))
        {
            var type = (attribute.ArgumentList?.Arguments[0].Expression as TypeOfExpressionSyntax)?.Type;
            claims.Add(new Claim(ClaimKinds.Throws, scope.Of(type), scope.Of((SyntaxNode?)method.Body ?? method.ExpressionBody)) { Line = CSharpFile.LineOf(attribute, attribute.SpanStart), Written = attribute.ToString() });
        }

        return new TestInstance(row is null ? [] : [.. row.Arguments.Select(argument => scope.Of(argument).Text)], claims);
    }

    private AssertingMethod Helper(string path, MethodDeclarationSyntax method)
    {
        var scope = new Scope(OfClass(method));
        foreach (var parameter in method.ParameterList.Parameters)
        {
            scope.Hide(parameter.Identifier.ValueText);
        }

        return new AssertingMethod(path, ClassOf(method), method.Identifier.ValueText, [.. TestAttributes.StopsOf(method.AttributeLists), .. DirectiveConditions.Shown(method, [])], _reader.Read(method, scope));
    }

    private static Scope OfClass(MethodDeclarationSyntax method) => method.Parent is TypeDeclarationSyntax type ? ScopeReader.OfClass(type) : new Scope(null);

    private IEnumerable<string> StopsOf(MethodDeclarationSyntax method)
    {
        foreach (var stop in TestAttributes.StopsOf(method.AttributeLists).Concat(method.Ancestors().OfType<TypeDeclarationSyntax>().SelectMany(type => TestAttributes.StopsOf(type.AttributeLists))))
        {
            yield return stop;
        }

        foreach (var end in EndsIn(method))
        {
            yield return end;
        }

        // What runs before each test of a class, or before all of them, ends them as well.
        foreach (var around in method.Ancestors().OfType<TypeDeclarationSyntax>().SelectMany(type => type.Members).OfType<BaseMethodDeclarationSyntax>()
            .Where(member => member is ConstructorDeclarationSyntax || TestAttributes.Of(member.AttributeLists).Any(attribute => TestAttributes.SetUps.Contains(CSharpFile.NameOf(attribute)))))
        {
            foreach (var end in EndsIn(around))
            {
                yield return end;
            }
        }

        if (method.Modifiers.Any(SyntaxKind.AsyncKeyword) && method.ReturnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword })
        {
            yield return "async void";
        }

        if (!method.Modifiers.Any(SyntaxKind.PublicKeyword))
        {
            yield return "not public";
        }

        // What makes it a test may stand under a condition of its own.
        var marks = TestAttributes.Of(method.AttributeLists).Where(TestAttributes.MakesTest).Select(mark => DirectiveConditions.Shown(mark, []));
        foreach (var condition in DirectiveConditions.Shown(method, []).Union(marks.Aggregate((all, mark) => all.Intersect(mark))))
        {
            yield return condition;
        }

        foreach (var type in method.Ancestors().OfType<TypeDeclarationSyntax>())
        {
            if (type.Modifiers.Any(SyntaxKind.AbstractKeyword) && !HasDerived(type.Identifier.ValueText))
            {
                yield return $"abstract class {type.Identifier.ValueText}";
            }

            // NUnit also runs the tests of classes that are not public.
            if (type.Parent is not TypeDeclarationSyntax && !type.Modifiers.Any(SyntaxKind.PublicKeyword) && !IsNUnit(method))
            {
                yield return $"class {type.Identifier.ValueText} that is not public";
            }

            if (IsMSTest(method) && type is ClassDeclarationSyntax && !TestAttributes.Of(type.AttributeLists).Any(attribute => CSharpFile.NameOf(attribute).EndsWith("TestClass", StringComparison.Ordinal)) && !HasDerived(type.Identifier.ValueText))
            {
                yield return $"class {type.Identifier.ValueText} without [TestClass]";
            }
        }
    }

    private static IEnumerable<string> EndsIn(BaseMethodDeclarationSyntax method) =>
        ((SyntaxNode?)method.Body ?? method.ExpressionBody) is { } body ? Reach.EarlyEnds(body).Select(end => $"{end}(…)") : [];

    // NUnit's SetUpFixture, MSTest's AssemblyInitialize.
    private static bool IsOfAssembly(MethodDeclarationSyntax method) =>
        TestAttributes.Of(method.AttributeLists).Any(attribute => CSharpFile.NameOf(attribute) == "AssemblyInitialize")
        || (method.Parent is TypeDeclarationSyntax type && TestAttributes.Of(type.AttributeLists).Any(attribute => CSharpFile.NameOf(attribute) == "SetUpFixture"));

    private bool HasDerived(string name) => _types.SelectMany(group => group).Any(type =>
        !type.Modifiers.Any(SyntaxKind.AbstractKeyword) && type.BaseList?.Types.Any(parent => CSharpFile.SimpleName(parent.Type) == name) == true);

    private static bool IsMSTest(MethodDeclarationSyntax method) => TestAttributes.Of(method.AttributeLists).Any(attribute => CSharpFile.NameOf(attribute).EndsWith("TestMethod", StringComparison.Ordinal));

    private static bool IsNUnit(MethodDeclarationSyntax method) => TestAttributes.Of(method.AttributeLists).Any(attribute => CSharpFile.NameOf(attribute) is "Test" or "TestCase" or "TestCaseSource");

    // What is never reached is not called.
    private static HashSet<string> CallsOf(SyntaxNode body) => body.DescendantNodes()
        .Where(node => node is InvocationExpressionSyntax or ObjectCreationExpressionSyntax && Reach.Guards(node, body) is not null)
        .Select(node => node switch
        {
            InvocationExpressionSyntax call => CSharpFile.SimpleName(call.Expression),
            ObjectCreationExpressionSyntax creation => CSharpFile.SimpleName(creation.Type),
            _ => "",
        })
        .Where(name => name.Length > 0).ToHashSet(StringComparer.Ordinal);

    private static string ClassOf(MethodDeclarationSyntax method)
    {
        var names = method.Ancestors().Select(node => node switch
        {
            TypeDeclarationSyntax type => type.Identifier.ValueText,
            BaseNamespaceDeclarationSyntax inside => inside.Name.ToString(),
            _ => "",
        }).Where(name => name.Length > 0).Reverse();
        return string.Join('.', names);
    }

    private static DeclaredType Declared(string path, TypeDeclarationSyntax type) => new(
        path,
        type.Identifier.ValueText,
        [.. type.BaseList?.Types.Select(parent => CSharpFile.SimpleName(parent.Type)) ?? []],
        type.Modifiers.Any(SyntaxKind.AbstractKeyword),
        type.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText).ToHashSet(StringComparer.Ordinal));
}
