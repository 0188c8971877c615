namespace Broken;

public class Typo : DoesNotExist;
