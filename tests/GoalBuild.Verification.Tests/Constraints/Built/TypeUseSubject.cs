// What TypeUseReaderTests reads in its compiled form: each type of Compiled.Users but one uses a type of Compiled.Used in another place.
using Compiled.Used;

#pragma warning disable CA1051, CA1812, CA1815, CA1819, CA1822, CA1852, CS0067, IDE0044, IDE0051, IDE0052, CA1801, CA1823, CA1003, CA1031, CA1710, CA1711, CA1813, CA1032, CA1064, CA1040, CA1034, CA1716, CA1018, IDE0059, CS0169, CS0649, IDE0290 // Code to be read, not to be run.
namespace Compiled.Used
{
    public interface IThing;

    public class Thing
    {
        public class Inner;
    }

    public class Hidden;

    public class Listed;

    public class Trouble : Exception;

    public delegate void Handler();

    [AttributeUsage(AttributeTargets.All)]
    public sealed class MarkAttribute : Attribute;

    public static class Tool
    {
        public static void Work()
        {
        }
    }
}

namespace Compiled.Users
{
    [AttributeUsage(AttributeTargets.All)]
    public sealed class TypesAttribute(Type one, params Type[] more) : Attribute
    {
        public Type One { get; } = one;

        public Type[] More { get; } = more;
    }

    public class OfBase : Thing;

    public class OfInterface : IThing;

    public class OfConstraint<T>
        where T : Thing;

    [Mark]
    public class OfAttribute;

    [Types(typeof(Hidden), typeof(int), typeof(List<Listed>))]
    public class OfAttributeArgument;

    public class OfField
    {
        public Thing? Field;
    }

    public class OfProperty
    {
        public Thing? Property { get; set; }
    }

    public class OfEvent
    {
        public event Handler? Happened;
    }

    public class OfParameter
    {
        public void Run(Thing thing) => _ = thing;
    }

    public class OfReturn
    {
        public Thing? Run() => null;
    }

    public class OfGenericArgument
    {
        public Dictionary<int, List<Thing>>? Field;
    }

    public class OfNestedArgument
    {
        public List<Thing.Inner>? Field;
    }

    public class OfArray
    {
        public Thing[,]? Field;
    }

    public class OfCall
    {
        public void Run()
        {
            Console.Out.Flush();
            Tool.Work(); // here
        }
    }

    public class OfGenericCall
    {
        public object Run() => Array.Empty<Thing>();
    }

    public class OfTypeOf
    {
        public Type Run() => typeof(Thing);
    }

    public class OfCatch
    {
        public void Run()
        {
            try
            {
                Console.Out.Flush();
            }
            catch (Trouble)
            {
            }
        }
    }

    public class OfCast
    {
        public bool Run(object value) => value is Thing;
    }

    public class OfLambda
    {
        public Action Run() => () => Tool.Work();
    }

    public class OfAsync
    {
        public async Task RunAsync()
        {
            await Task.Yield();
            Tool.Work();
        }
    }

    public class Innocent
    {
        public string Run() => nameof(Thing);
    }
}

namespace Compiled.Users.Below
{
    public class OfSubNamespace
    {
        public Used.Thing? Field;
    }
}
