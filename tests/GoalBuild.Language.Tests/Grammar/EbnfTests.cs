namespace GoalBuild.Language.Tests.Grammar;

public class EbnfTests
{
    private readonly Ebnf _ebnf = Ebnf.Read(RepositoryFiles.Grammar("goal.ebnf"));

    [Test]
    public void Every_rule_that_is_named_is_defined()
    {
        var defined = _ebnf.Rules.Select(rule => rule.Name).ToHashSet();
        var missing = _ebnf.Rules.SelectMany(rule => rule.References.Select(reference => $"{reference} in {rule.Name}")).Where(use => !defined.Contains(use.Split(' ')[0]));
        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void No_rule_is_defined_twice() => Assert.That(_ebnf.Rules.Select(rule => rule.Name), Is.Unique);

    [Test]
    public void Every_rule_is_reached_from_the_first()
    {
        var reached = new HashSet<string>();
        var waiting = new Stack<string>([_ebnf.Rules[0].Name]);
        while (waiting.TryPop(out var name))
        {
            if (reached.Add(name))
            {
                _ebnf.Rules.Single(rule => rule.Name == name).References.ForEach(waiting.Push);
            }
        }

        Assert.That(_ebnf.Rules.Select(rule => rule.Name), Is.EquivalentTo(reached));
    }
}
