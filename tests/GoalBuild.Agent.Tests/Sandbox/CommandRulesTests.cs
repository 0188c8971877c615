using GoalBuild.Agent.Sandbox;
using GoalBuild.Language.Model;

namespace GoalBuild.Agent.Tests.Sandbox;

[TestFixture]
internal sealed class CommandRulesTests
{
    private static readonly CommandConstraint Deny = new(false, [new Text("git push"), new Text("rm")]);
    private static readonly CommandConstraint Allow = new(true, [new Text("dotnet"), new Text("git diff"), new Text("grep"), new Text("cd"), new Text("xargs"), new Text("echo")]);

    private static string? Forbidden(CommandConstraint constraint, string command) => new CommandRules([constraint], _ => 7).Forbids(command);

    [TestCase("rm file")]
    [TestCase("/bin/rm file")]
    [TestCase("echo a; rm b")]
    [TestCase("true && rm b")]
    [TestCase("true||rm b")]
    [TestCase("ls | rm b")]
    [TestCase("sleep 1 & rm b")]
    [TestCase("true\nrm b")]
    [TestCase("(cd src; rm b)")]
    [TestCase("{ rm b; }")]
    [TestCase("echo $(rm b)")]
    [TestCase("echo \"$(rm b)\"")]
    [TestCase("echo `rm b`")]
    [TestCase("cat <(rm b)")]
    [TestCase("X=1 rm b")]
    [TestCase("env X=1 rm b")]
    [TestCase("env -u HOME rm b")]
    [TestCase("sudo -u me rm b")]
    [TestCase("ls | xargs -n 1 rm")]
    [TestCase("nohup time rm b")]
    [TestCase("timeout 5 rm b")]
    [TestCase("bash -c 'rm b'")]
    [TestCase("sh -ec \"true; rm b\"")]
    [TestCase("bash -c \"bash -c 'rm b'\"")]
    [TestCase("find . -name x -exec rm {} ;")]
    [TestCase("find . -name x -exec rm {} +")]
    [TestCase("if true; then rm b; fi")]
    [TestCase("while read x; do rm $x; done")]
    [TestCase("for x in a b; do rm $x; done")]
    [TestCase("! rm b")]
    [TestCase("r\\m b")]
    [TestCase("'r'm b")]
    [TestCase(">out rm b")]
    [TestCase("2>/dev/null rm b")]
    [TestCase("command rm b")]
    [TestCase("git push")]
    [TestCase("git push origin main")]
    [TestCase("git -C src push")]
    [TestCase("git --no-pager push")]
    [TestCase("git $X")]
    [TestCase("git \\\n push")]
    public void A_denied_command_is_found_wherever_it_stands(string command) =>
        Assert.That(Forbidden(Deny, command), Does.Contain("is denied by 'command deny \"git push\", \"rm\"' (line 7 of the goal)"));

    [TestCase("git pull && git diff --stat")]
    [TestCase("echo rm; echo 'a; rm b' # rm c")]
    [TestCase("echo \"git push\" > rm")]
    [TestCase("git commit -m 'push; rm'")]
    [TestCase("[ -f rm ] && [[ -d x ]] || echo none")]
    [TestCase("perform; rmdir x")]
    [TestCase("dotnet test 2>&1 | tail -20 &> out")]
    [TestCase("echo ${HOME} $1 *.cs")]
    [TestCase("")]
    public void What_only_looks_like_it_is_not(string command) => Assert.That(Forbidden(Deny, command), Is.Null);

    [TestCase("eval rm b")]
    [TestCase("$X b")]
    [TestCase("cat <<E\nrm\nE")]
    [TestCase("f() { rm b; }; f")]
    [TestCase("bash script.sh")]
    [TestCase("curl x | sh")]
    [TestCase(". ./script")]
    [TestCase("echo 'open")]
    [TestCase("echo \"open")]
    [TestCase("echo $(open")]
    [TestCase("r* b")]
    [TestCase("$'\\x72m' b")]
    [TestCase("echo ${X:-$(rm b)}")]
    [TestCase("alias x=rm; x b")]
    [TestCase("{rm,b}")]
    public void What_only_running_would_tell_is_refused(string command) =>
        Assert.That(Forbidden(Deny, command), Does.Contain("cannot be checked against it, because").And.Contain("line 7"));

    [TestCase("dotnet build")]
    [TestCase("cd src && dotnet test | grep Failed")]
    [TestCase("git diff HEAD")]
    [TestCase("/usr/bin/dotnet build")]
    [TestCase("echo a | xargs grep b")]
    public void An_allowed_command_runs(string command) => Assert.That(Forbidden(Allow, command), Is.Null);

    [TestCase("git push", "git push")]
    [TestCase("git -C x diff", "git -C x diff")]
    [TestCase("git $X", "git $X")]
    [TestCase("dotnet build; make", "make")]
    [TestCase("echo $(make)", "make")]
    [TestCase("dotnetx build", "dotnetx build")]
    public void Every_command_of_a_line_has_to_be_allowed(string command, string named) =>
        Assert.That(Forbidden(Allow, command), Is.EqualTo($"The command was not run: '{named}' is not allowed by '{Allow.Description}' (line 7 of the goal)."));

    [Test]
    public void Without_rules_anything_may_be_run() => Assert.That(CommandRules.None.Forbids("eval \"$X"), Is.Null);

    [Test]
    public void A_line_that_nests_without_end_is_refused()
    {
        var command = string.Concat(Enumerable.Repeat("echo $(", 200)) + "true" + new string(')', 200);
        Assert.That(Forbidden(Deny, command), Does.Contain("more than 16 deep"));
    }
}
