using System.Globalization;
using GoalBuild.Language.Diagnostics;
using GoalBuild.Language.Model;
using GoalBuild.Language.Syntax;

namespace GoalBuild.Language.Analysis;

/// <summary>Values of a form of their own: addresses, severities, names of variables, hosts; patterns have <see cref="PatternChecks"/>.</summary>
internal static class ValueChecks
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    private static readonly string[] LintSeverities = ["info", "warn", "error"];
    private static readonly string[] AuditSeverities = ["low", "moderate", "high", "critical"];

    public static void Check(Goal goal, DiagnosticBag diagnostics)
    {
        foreach (var clause in Nodes.Clauses(goal))
        {
            PatternChecks.Check(clause, diagnostics);
            switch (clause)
            {
                case LatencyClause latency:
                    CheckRequest(latency, diagnostics);
                    break;
                case LintClause lint:
                    CheckSeverity(lint.Severity, "lint", LintSeverities, diagnostics);
                    break;
                case AuditClause audit:
                    CheckSeverity(audit.Severity, "audit", AuditSeverities, diagnostics);
                    break;
                default:
                    break;
            }
        }

        foreach (var constraint in Nodes.Constraints(goal))
        {
            PatternChecks.Check(constraint, diagnostics);
            foreach (var host in constraint is NetworkConstraint network ? network.Hosts : [])
            {
                CheckHost(host, diagnostics);
            }
        }

        foreach (var variable in goal.Environments.SelectMany(environment => environment.Variables).Where(variable => !IsVariable(variable.Name.Value)))
        {
            diagnostics.Report(DiagnosticCatalogue.BadVariable, variable.Name.Span, $"No environment variable can be called '{Characters.Show(variable.Name.Value)}'; its name holds no '=' and no white space");
        }

        foreach (var model in Nodes.Steps(goal).OfType<ModelStep>())
        {
            CheckModel(model, diagnostics);
        }
    }

    private static void CheckHost(Text host, DiagnosticBag diagnostics)
    {
        if (host.Value.AsSpan().IndexOfAny("/ \t\n") >= 0)
        {
            diagnostics.Report(DiagnosticCatalogue.BadRequest, host.Span, $"Found '{Characters.Show(host.Value)}', expected the name of a host alone, such as \"api.nuget.org\"");
        }
        else if (PortOf(host.Value) is { } port && !(int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65535))
        {
            diagnostics.Report(DiagnosticCatalogue.BadRequest, host.Span, $"Found the port '{Characters.Show(port)}' in '{Characters.Show(host.Value)}', expected a number from 1 to 65535, such as \"127.0.0.1:5080\"; leave ':' and the port away for the ports 80 and 443");
        }
    }

    // "host:8080", "[::1]:8080"; an address of version 6 without brackets holds more than one ':' and no port.
    private static string? PortOf(string host)
    {
        var colon = host.LastIndexOf(':');
        return colon > 0 && (host[colon - 1] == ']' || host.IndexOf(':', StringComparison.Ordinal) == colon) ? host[(colon + 1)..] : null;
    }

    private static void CheckRequest(LatencyClause latency, DiagnosticBag diagnostics)
    {
        var request = latency.Request;
        var (method, url) = request.Value.Split(' ', 2) is [var first, var second] ? (first, second) : ("", request.Value);
        if (!Methods.Contains(method))
        {
            diagnostics.Report(DiagnosticCatalogue.BadRequest, request.Span, $"Found the request '{Characters.Show(request.Value)}', expected a method ({string.Join(", ", Methods)}), a space and an address, such as \"GET http://127.0.0.1:5080/\"");
        }
        else if (!IsAddress(url.Replace(LatencyClause.Port, "80", StringComparison.Ordinal)))
        {
            diagnostics.Report(DiagnosticCatalogue.BadRequest, request.Span, $"Found the address '{Characters.Show(url)}', expected one that starts with http:// or https:// and a host");
        }
        else if (latency.Serve is null && url.Contains(LatencyClause.Port, StringComparison.Ordinal))
        {
            diagnostics.Report(DiagnosticCatalogue.BadRequest, request.Span, $"Found '{LatencyClause.Port}' in an address without 'serve', expected the command that serves on that free port, such as serve \"dotnet run --urls http://127.0.0.1:{LatencyClause.Port}\", or the port of a server that runs already");
        }
    }

    private static void CheckModel(ModelStep model, DiagnosticBag diagnostics)
    {
        if (model.Url is { } url && !IsAddress(url.Value))
        {
            diagnostics.Report(DiagnosticCatalogue.BadRequest, url.Span, $"Found the address '{Characters.Show(url.Value)}', expected one that starts with http:// or https:// and a host");
        }

        // What is not shown may be a key, and messages end up in logs.
        if (model.KeyVariable is { } key && !key.Value.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            diagnostics.Report(DiagnosticCatalogue.BadVariable, key.Span, "'key' takes the name of the environment variable that holds the key, made of letters, digits and '_'; never write the key itself into a file");
        }
    }

    private static void CheckSeverity(Text? severity, string keyword, string[] known, DiagnosticBag diagnostics)
    {
        if (severity is not null && !known.Contains(severity.Value))
        {
            var meant = Suggestion.For(severity.Value, known);
            diagnostics.Report(DiagnosticCatalogue.UnknownSeverity, severity.Span, $"'{keyword}' knows the severities {string.Join(", ", known)}; found '{Characters.Show(severity.Value)}'{(meant is null ? "" : $"; did you mean '{meant}'?")}", Names.Replacement(meant));
        }
    }

    private static bool IsAddress(string url) =>
        !url.Any(char.IsWhiteSpace) && Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https") && address.Host.Length > 0;

    private static bool IsVariable(string name) => name.Length > 0 && !name.Any(c => c == '=' || char.IsWhiteSpace(c) || char.IsControl(c));
}
