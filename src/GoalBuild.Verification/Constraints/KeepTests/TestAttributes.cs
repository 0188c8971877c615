using GoalBuild.Verification.Constraints.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GoalBuild.Verification.Constraints.KeepTests;

/// <summary>The attributes of NUnit, xUnit, MSTest and TUnit, and the usual additions to them: what makes a test, what gives it cases, what keeps it from running.</summary>
internal static class TestAttributes
{
    private static readonly HashSet<string> Tests =
    [
        "Test", "TestCase", "TestCaseSource", "Theory", "Fact", "TestMethod", "DataTestMethod", "STATestMethod", "UITestMethod", "Property", "InlineAutoData",
        "SkippableFact", "SkippableTheory", "ConditionalFact", "ConditionalTheory", "RetryFact", "RetryTheory", "StaFact", "StaTheory", "WpfFact", "WpfTheory", "UIFact", "UITheory", "CulturedFact", "CulturedTheory",
    ];

    private static readonly HashSet<string> Stops =
        ["Ignore", "Explicit", "Platform", "Culture", "UICulture", "OSCondition", "CICondition", "ConditionBase", "ConditionalFact", "ConditionalTheory", "RunOn", "ExcludeOn", "NonParallelizableSkip", "Skip", "SkippableFact", "SkippableTheory", "Inconclusive", "Retry", "RetryFact", "RetryTheory", "Conditional", "SupportedOSPlatform", "UnsupportedOSPlatform", "PlatformSpecific", "SkipOnPlatform", "SkipOnCI", "ActiveIssue", "Quarantine", "QuarantinedTest"];

    private static readonly HashSet<string> StopArguments =
        ["Skip", "SkipWhen", "SkipUnless", "SkipType", "SkipExceptions", "Ignore", "IgnoreReason", "IgnoreMessage", "Explicit", "ExplicitReason", "Reason", "ExcludePlatform", "IncludePlatform", "ExcludePlatforms", "IncludePlatforms", "Until", "RunState"];

    /// <summary>Attributes whose arguments are a case.</summary>
    public static IReadOnlySet<string> Cases { get; } = new HashSet<string> { "TestCase", "InlineData", "DataRow", "Arguments", "InlineAutoData" };

    /// <summary>Attributes that name a member, or a type, that gives cases.</summary>
    public static IReadOnlySet<string> Sources { get; } = new HashSet<string> { "TestCaseSource", "MemberData", "ClassData", "DynamicData", "ValueSource", "MethodDataSource", "ClassDataSource" };

    /// <summary>Attributes of a parameter that give values for it.</summary>
    public static IReadOnlySet<string> Values { get; } = new HashSet<string> { "Values", "Range", "ValueSource", "Random", "Matrix" };

    /// <summary>Methods that a framework calls around tests.</summary>
    public static IReadOnlySet<string> SetUps { get; } = new HashSet<string> { "SetUp", "TearDown", "OneTimeSetUp", "OneTimeTearDown", "TestInitialize", "TestCleanup", "ClassInitialize", "ClassCleanup", "Before", "After" };

    /// <summary>Whether a method is a test.</summary>
    /// <param name="method">The method.</param>
    public static bool IsTest(MethodDeclarationSyntax method) => Of(method.AttributeLists).Any(MakesTest);

    /// <summary>Whether an attribute makes a test of a method.</summary>
    /// <param name="attribute">The attribute.</param>
    public static bool MakesTest(AttributeSyntax attribute) =>
        CSharpFile.NameOf(attribute) is var name && (Tests.Contains(name) || ((name.EndsWith("Fact", StringComparison.Ordinal) || name.EndsWith("Theory", StringComparison.Ordinal) || name.EndsWith("TestMethod", StringComparison.Ordinal)) && name.Length > 0));

    /// <summary>All attributes of lists.</summary>
    /// <param name="lists">The lists.</param>
    public static IEnumerable<AttributeSyntax> Of(IEnumerable<AttributeListSyntax> lists) => lists.SelectMany(list => list.Attributes);

    /// <summary>What in attributes keeps a test from running, always or sometimes, or lets it fail unseen.</summary>
    /// <param name="lists">The attributes of a test, of a class around it, or of the assembly.</param>
    public static IEnumerable<string> StopsOf(IEnumerable<AttributeListSyntax> lists)
    {
        foreach (var attribute in Of(lists))
        {
            var name = CSharpFile.NameOf(attribute);
            if (Stops.Contains(name))
            {
                yield return $"[{name}]";
            }

            foreach (var argument in attribute.ArgumentList?.Arguments ?? default)
            {
                if (argument.NameEquals?.Name.Identifier.ValueText is { } named && StopArguments.Contains(named) && !IsOff(argument.Expression) && !Cases.Contains(name))
                {
                    yield return $"[{name}({named} = …)]";
                }
            }
        }
    }

    /// <summary>Whether an attribute that gives a case keeps that case from running.</summary>
    /// <param name="attribute">The attribute.</param>
    public static bool IsStopped(AttributeSyntax attribute) => attribute.ArgumentList?.Arguments.Any(argument =>
        argument.NameEquals?.Name.Identifier.ValueText is { } named && StopArguments.Contains(named) && !IsOff(argument.Expression)) == true;

    private static bool IsOff(ExpressionSyntax value) => value.IsKind(SyntaxKind.NullLiteralExpression) || value.IsKind(SyntaxKind.FalseLiteralExpression);
}
