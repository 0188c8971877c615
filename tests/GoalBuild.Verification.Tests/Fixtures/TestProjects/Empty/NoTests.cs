namespace Empty;

public class NoTests
{
    public void Looks_like_a_test_and_is_none()
    {
    }
}
