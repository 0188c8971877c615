namespace GoalBuild.Verification.Tests.Constraints;

/// <summary>What may become of the body of a test, one small change each.</summary>
internal sealed class TestBodyTests
{
    private static Task<IReadOnlyList<Verification.Constraints.BrokenRule>> BrokenAsync(string before, string after) =>
        new ChangeFixture().With("tests/Calc.Tests/ATests.cs", File(before), File(after)).BrokenAsync();

    // A member of the class may follow the body behind "|||".
    private static string File(string body) => $$"""
        public class ATests
        {
            private readonly Calculator _sut = new();
            [Test]
            public async Task Works()
            {
                {{body.Split("|||")[0]}}
            }
            {{body.Split("|||").ElementAtOrDefault(1)}}
        }
        """;

    [TestCase("Assert.That(_sut.List.Count, Is.EqualTo(2));", "Assert.That(_sut.List, Has.Count.EqualTo(2));")]
    [TestCase("Assert.AreEqual(0, _sut.List.Count);", "Assert.That(_sut.List, Is.Empty);")]
    [TestCase("Assert.That(_sut.List.Count > 0);", "Assert.That(_sut.List, Is.Not.Empty);")]
    [TestCase("Assert.True(_sut.Text.Contains(\"a\"));", "Assert.Contains(\"a\", _sut.Text);")]
    [TestCase("Assert.IsTrue(_sut.Text.StartsWith(\"a\"));", "Assert.That(_sut.Text, Does.StartWith(\"a\"));")]
    [TestCase("Assert.False(_sut.Value != 3);", "Assert.Equal(3, _sut.Value);")]
    [TestCase("Assert.True(_sut.Value is null);", "Assert.Null(_sut.Value);")]
    [TestCase("Assert.True(_sut.Value is Shape);", "Assert.IsType<Shape>(_sut.Value);")]
    [TestCase("Assert.True(_sut.A && !_sut.B);", "Assert.True(_sut.A); Assert.False(_sut.B);")]
    [TestCase("Assert.AreEqual(_sut.Value, 3);", "Assert.AreEqual(3, _sut.Value);")]
    [TestCase("Assert.AreEqual(3.0, _sut.Value, 0.01);", "Assert.That(_sut.Value, Is.EqualTo(3.0).Within(0.01));")]
    [TestCase("Assert.AreEqual(3.0, _sut.Value, 0.01);", "Assert.AreEqual(3.0, _sut.Value, 0.001);")]
    [TestCase("Assert.Equal(3.0, _sut.Value, 2);", "Assert.Equal(3.0, _sut.Value, 5);")]
    [TestCase("Assert.That(_sut.Value, Is.LessThan(200));", "Assert.That(_sut.Value, Is.LessThan(100));")]
    [TestCase("Assert.That(_sut.Value, Is.GreaterThan(2));", "Assert.That(_sut.Value, Is.EqualTo(3));")]
    [TestCase("Assert.That(_sut.Value, Is.Not.EqualTo(2));", "Assert.That(_sut.Value, Is.EqualTo(3));")]
    [TestCase("try { _sut.Run(); Assert.Fail(); } catch (FormatException) { }", "Assert.Throws<FormatException>(() => _sut.Run());")]
    [TestCase("var e = Assert.Throws<FormatException>(() => _sut.Run()); Assert.That(e.Message, Is.EqualTo(\"no\"));", "Assert.That(() => _sut.Run(), Throws.TypeOf<FormatException>().With.Message.EqualTo(\"no\"));")]
    [TestCase("Assert.ThrowsAsync<FormatException>(() => _sut.RunAsync());", "await Assert.ThrowsAsync<FormatException>(() => _sut.RunAsync());")]
    [TestCase("var p = _sut.Point; Assert.Equal(1, p.X); Assert.Equal(2, p.Y);", "var p = _sut.Point; Assert.Equal(new Point(1, 2), p);")]
    [TestCase("Assert.That(_sut.Status, Is.EqualTo(Status.Paid));", "Assert.That(_sut.Status, Is.EqualTo(PaymentStatus.Paid));")]
    [TestCase("Assert.That(_sut.Price, Is.EqualTo(new Money(3, \"EUR\")));", "Assert.That(_sut.Price, Is.EqualTo(new Amount(3, \"EUR\")));")]
    [TestCase("Assert.That(_sut.Total(3), Is.EqualTo(3));", "Assert.That(await _sut.TotalAsync(3, default), Is.EqualTo(3));")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "await Assert.That(_sut.Value).IsEqualTo(3);")]
    [TestCase("Assert.NotNull(_sut.Value); Assert.Equal(3, _sut.Value.Size);", "var value = Assert.IsType<Shape>(_sut.Value); Assert.Equal(3, value.Size);")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "using (Assert.EnterMultipleScope()) { Assert.That(_sut.Value, Is.EqualTo(3)); Assert.That(_sut.Name, Is.EqualTo(\"n\")); }")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "Check(3);|||void Check(int expected) { Assert.That(_sut.Value, Is.EqualTo(expected)); }")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "if (!OperatingSystem.IsWindows()) { _sut.Prepare(); } Assert.That(_sut.Value, Is.EqualTo(3));")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "try { Assert.That(_sut.Value, Is.EqualTo(3)); } finally { _sut.Dispose(); }")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "if (_sut.Broken) { throw new InvalidOperationException(); } Assert.That(_sut.Value, Is.EqualTo(3));")]
    [TestCase("Action act = () => _sut.Run(); Assert.Throws<FormatException>(act);", "Assert.Throws<FormatException>(() => _sut.Run());")]
    [TestCase("_sut.Run();", "_sut.Run(); Assert.That(_sut.Done, Is.True);")]
    [TestCase("_sut.Run();", "var sut = _sut; sut.Run(1);")]
    [TestCase("Assert.DoesNotThrow(() => _sut.Run());", "Assert.That(_sut.Run(), Is.EqualTo(3));")]
    [TestCase("mock.Verify(m => m.Send(It.IsAny<string>()), Times.Once);", "mock.Verify(m => m.Send(\"a\"), Times.Once());")]
    [TestCase("foreach (var x in _sut.List) Assert.True(x.Ok);", "Assert.All(_sut.List, x => Assert.True(x.Ok));")]
    [TestCase("Assert.That((_sut.A, _sut.B), Is.EqualTo((1, \"x\")));", "Assert.That((_sut.A, _sut.B, _sut.C), Is.EqualTo((1, \"x\", 3)));")]
    [TestCase("var a = _sut.Read(); Assert.That(a, Is.EqualTo(\"x\"));", "var a = _sut.Read(); var b = _sut.Read(); Assert.That(a, Is.EqualTo(\"x\")); Assert.That(b, Is.EqualTo(a));")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "\n#if NET\n_sut.Prepare();\n#endif\nAssert.That(_sut.Value, Is.EqualTo(3));")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "\n#if true\nAssert.That(_sut.Value, Is.EqualTo(3));\n#endif\n")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "\n#region a\nAssert.That(_sut.Value, Is.EqualTo(3));\n#endregion\n")]
    [TestCase("\n#if DEBUG\nAssert.That(_sut.Value, Is.EqualTo(3));\n#endif\n", "\n#if RELEASE\n_sut.Run();\n#elif NET\nAssert.That(_sut.Value, Is.EqualTo(3));\n#endif\n")]
    [TestCase("\n#if RELEASE\nreturn;\n#endif\nAssert.That(_sut.Value, Is.EqualTo(3));", "Assert.That(_sut.Value, Is.EqualTo(3));")]
    public async Task An_honest_change_of_a_body_is_let_through(string before, string after) =>
        Assert.That((await BrokenAsync(before, after)).Select(rule => rule.Message), Is.Empty);

    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "\n#if NET10_0_OR_GREATER\nAssert.That(_sut.Value, Is.EqualTo(3));\n#endif\n", "GOAL5103")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "\n#if RELEASE\n#elif DEBUG\nAssert.That(_sut.Value, Is.EqualTo(3));\n#endif\n", "GOAL5103")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "\n#if NEVER\nAssert.Ignore();\n#endif\nAssert.That(_sut.Value, Is.EqualTo(3));", "GOAL5103")]
    [TestCase("Assert.That(_sut.Total, Is.EqualTo(3)); Assert.That(_sut.Size, Is.EqualTo(3));", "Assert.That(_sut.Size, Is.EqualTo(3)); Assert.That(_sut.Size, Is.EqualTo(3));", "GOAL5103")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "Assert.That(Substitute.For<Calculator>().Value, Is.EqualTo(3));", "GOAL5105")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "Assert.That(_sut.Value, Is.EqualTo(3).Using<int>((a, b) => true));", "GOAL5103")]
    [TestCase("Assert.AreEqual(3.0, _sut.Value, 0.01);", "Assert.AreEqual(3.0, _sut.Value, 10.0);", "GOAL5103")]
    [TestCase("Assert.Equal(3.0, _sut.Value, 5);", "Assert.Equal(3.0, _sut.Value, 1);", "GOAL5103")]
    [TestCase("Assert.That(_sut.Value, Is.LessThan(100));", "Assert.That(_sut.Value, Is.LessThan(2000));", "GOAL5103")]
    [TestCase("Assert.That(_sut.Status, Is.EqualTo(Status.Paid));", "Assert.That(_sut.Status, Is.EqualTo(Status.Open));", "GOAL5103")]
    [TestCase("Assert.That(_sut.Price, Is.EqualTo(new Money(3, \"EUR\")));", "Assert.That(_sut.Price, Is.EqualTo(new Money(4, \"EUR\")));", "GOAL5103")]
    [TestCase("_sut.Text.Should().Be(\"a\");", "_sut.Text?.Should().Be(\"a\");", "GOAL5103")]
    [TestCase("_sut.Text.ShouldBe(\"a\");", "_sut.Text.ShouldNotBeNull();", "GOAL5103")]
    [TestCase("await Assert.That(_sut.Value).IsEqualTo(3);", "await Assert.That(_sut.Value).IsNotNull();", "GOAL5103")]
    [TestCase("mock.Verify(m => m.Send(\"a\"), Times.Once);", "mock.Verify(m => m.Send(\"a\"), Times.AtMostOnce);", "GOAL5103")]
    [TestCase("mock.Verify(m => m.Send(\"a\"), Times.Once);", "mock.Verify(m => m.Send(It.IsAny<string>()), Times.Once);", "GOAL5103")]
    [TestCase("A.CallTo(() => fake.Send()).MustHaveHappened();", "A.CallTo(() => fake.Send()).MustNotHaveHappened();", "GOAL5103")]
    [TestCase("await Verify(_sut.Print());", "_sut.Print();", "GOAL5103")]
    [TestCase("AssertValid(_sut.Value);", "_ = _sut.Value;", "GOAL5103")]
    [TestCase("_sut.Run();", "", "GOAL5103")]
    [TestCase("_sut.Run();", "return; _sut.Run();", "GOAL5103")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "while (_sut.More) { Assert.That(_sut.Value, Is.EqualTo(3)); }", "GOAL5103")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "switch (_sut.Kind) { case 1: Assert.That(_sut.Value, Is.EqualTo(3)); break; }", "GOAL5103")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "_ = _sut.Ok && Check(); bool Check() { Assert.That(_sut.Value, Is.EqualTo(3)); return true; } return; Assert.That(_sut.Value, Is.EqualTo(3));", "")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "void Check() { Assert.That(_sut.Value, Is.EqualTo(3)); }", "GOAL5103")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "throw new InvalidOperationException(); Assert.That(_sut.Value, Is.EqualTo(3));", "GOAL5103")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "if (Environment.GetEnvironmentVariable(\"CI\") is null) { return; } Assert.That(_sut.Value, Is.EqualTo(3));", "GOAL5103")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "try { Assert.That(_sut.Value, Is.EqualTo(3)); } catch (AssertionException) { }", "GOAL5103")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "Assert.That(_sut.Value, Is.EqualTo(3));|||[SetUp] public void Begin() => Assert.Ignore();", "GOAL5102")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "Assert.That(_sut.Value, Is.EqualTo(3));|||public ATests() { Skip.If(true); }", "GOAL5102")]
    [TestCase("Assert.That(_sut.Value, Is.EqualTo(3));", "Assert.That(_sut.Value, Is.EqualTo(3));|||} [SetUpFixture] public class All { [OneTimeSetUp] public void Begin() { Assert.Inconclusive(); }", "GOAL5102")]
    [TestCase("Assert.That((_sut.A, _sut.B), Is.EqualTo((1, \"x\")));", "Assert.That((_sut.A, _sut.B), Is.EqualTo((1, \"y\")));", "GOAL5103")]
    public async Task A_weaker_body_is_caught(string before, string after, string code)
    {
        var broken = await BrokenAsync(before, after);
        Assert.That(broken.Select(rule => rule.Descriptor.Code).Distinct(), code.Length == 0 ? Is.Empty : Does.Contain(code), string.Join('\n', broken.Select(rule => rule.Message)));
    }

    [TestCase("[TestCaseSource(nameof(Numbers))] public void Works(int n) => Assert.That(Calc.Is(n), Is.True); static IEnumerable<int> Numbers() => Enumerable.Empty<int>();", 2)]
    [TestCase("[Test] public void Works([Values(1, 2)] int n) => Assert.That(Calc.Is(n), Is.True);", 0)]
    [TestCase("[Test] public void Works([Values(1)] int n) => Assert.That(Calc.Is(n), Is.True);", 1)]
    [TestCase("[TestCaseSource(nameof(Numbers))] public void Works(int n) => Assert.That(Calc.Is(n), Is.True); static int[] Numbers = [1, 2, 3];", 0)]
    [TestCase("[Test] public void Works() { Assert.That(Calc.Is(1), Is.True); Assert.That(Calc.Is(2), Is.True); }", 0)]
    [TestCase("[Test] public void Works() { Assert.That(Calc.Is(1), Is.True); }", 1)]
    public async Task Cases_may_be_given_in_another_way(string after, int gone)
    {
        const string Before = "public class ATests { [TestCase(1)] [TestCase(2)] public void Works(int n) => Assert.That(Calc.Is(n), Is.True); }";
        var broken = await new ChangeFixture().With("tests/Calc.Tests/ATests.cs", Before, $"public class ATests {{ {after} }}").BrokenAsync();
        Assert.That(broken.Count(rule => rule.Descriptor.Code == "GOAL5104"), Is.EqualTo(gone), string.Join('\n', broken.Select(rule => rule.Message)));
    }

    [TestCase("[Test] public void Works([Values(1, 2, 3)] int n) => _sut.Run(n);", "[Test] public void Works([Values(1, 2)] int n) => _sut.Run(n);", true)]
    [TestCase("[Test] public void Works([Values(1, 2)] int n) => _sut.Run(n);", "[Test] public void Works([Values(1, 2, 3)] int n) => _sut.Run(n);", false)]
    [TestCase("[Test] public void Works([Values(1)] int n, [Values(2)] int m) => _sut.Run(n);", "[Test, Pairwise] public void Works([Values(1)] int n, [Values(2)] int m) => _sut.Run(n);", true)]
    [TestCase("[Test] public void Works([Range(1, 9)] int n) => _sut.Run(n);", "[Test] public void Works([Range(1, 2)] int n) => _sut.Run(n);", true)]
    public async Task Values_of_parameters_are_cases(string before, string after, bool isBroken)
    {
        var broken = await new ChangeFixture().With("tests/Calc.Tests/ATests.cs", $"public class ATests {{ {before} }}", $"public class ATests {{ {after} }}").BrokenAsync();
        Assert.That(broken.Select(rule => rule.Descriptor.Code), isBroken ? Is.EqualTo(new[] { "GOAL5104" }) : Is.Empty);
    }
}
