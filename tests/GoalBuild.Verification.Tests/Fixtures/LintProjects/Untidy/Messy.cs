namespace Untidy
{
    public class Messy
    {
            public int Twice(int value)
        {
            return  value * 2;
        }
    }
}
