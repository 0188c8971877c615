using System.Text;

namespace Slugs;

/// <summary>Names for addresses of web pages, made from titles.</summary>
public static class Slug
{
    /// <summary>A title in small letters and digits, with one dash for all that stands between them.</summary>
    public static string Of(string title)
    {
        var slug = new StringBuilder();
        foreach (var character in title.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                slug.Append(character);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().TrimEnd('-');
    }

    /// <summary>A slug of at most so many characters, cut at a dash where there is one, and never ending in one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The most is below 1.</exception>
    public static string Shorten(string slug, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (slug.Length <= most)
        {
            return slug;
        }

        var dash = slug.LastIndexOf('-', most);
        return dash > 0 ? slug[..dash] : slug[..most];
    }

    /// <summary>A slug that is not taken yet: the same, or with <c>-2</c>, <c>-3</c> and so on behind it.</summary>
    public static string Free(string slug, IReadOnlySet<string> taken)
    {
        if (!taken.Contains(slug))
        {
            return slug;
        }

        var number = 2;
        while (taken.Contains($"{slug}-{number}"))
        {
            number++;
        }

        return $"{slug}-{number}";
    }
}
