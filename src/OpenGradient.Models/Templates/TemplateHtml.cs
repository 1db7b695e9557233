using System.Buffers;
using System.Text;

namespace OpenGradient.Models.Templates;

/// <summary>Text as HTML: escapes, and the filters that know of tags and addresses.</summary>
internal static class TemplateHtml
{
    private const string Special = "&<>'\"";
    private const int CutLimit = 1000;

    /// <summary>What no name of an attribute has.</summary>
    private static readonly SearchValues<char> NoNames = SearchValues.Create(" \t\n\r\f\v/>=");

    private static readonly string[] Entities = ["&amp;", "&lt;", "&gt;", "&#39;", "&#34;"];

    /// <summary>The letters that mean something in HTML as entities; text that is HTML already stays.</summary>
    public static MarkedText Escape(MarkedText text)
    {
        if (text.IsSafe)
            return text;
        List<MarkedText> parts = [];
        int start = 0;
        for (int i; (i = text.Text.AsSpan(start).IndexOfAny(Special)) >= 0;)
        {
            parts.Add(text.Slice(start, i));
            parts.Add(MarkedText.FromTemplate(Entities[Special.IndexOf(text.Text[start + i], StringComparison.Ordinal)]));
            start += i + 1;
            TemplateSplitting.Check(parts.Count / 2);
        }

        parts.Add(text.Slice(start, text.Length - start));
        return MarkedText.Concat(parts).As(isSafe: true);
    }

    /// <summary>The filter <c>xmlattr</c>: a mapping as attributes of a tag.</summary>
    public static MarkedText Attributes(object value, bool hasBlank)
    {
        TemplateMap map = value as TemplateMap ?? throw TemplateError.Runtime($"{TemplateValues.Describe(value)} has no items.");
        List<MarkedText> parts = [];
        foreach ((object key, object member) in map.Entries)
        {
            if (member is TemplateNone or TemplateUndefined)
                continue;
            MarkedText name = TemplateStrings.Text(key);
            if (name.Text.AsSpan().ContainsAny(NoNames))
                throw TemplateError.Runtime($"'{name}' is no name of an attribute.");
            if (hasBlank || parts.Count > 0)
                parts.Add(MarkedText.FromTemplate(" "));
            parts.AddRange([Escape(name), MarkedText.FromTemplate("=\""), Escape(TemplateValues.ToSoftText(member)), MarkedText.FromTemplate("\"")]);
        }

        return MarkedText.Concat(parts);
    }

    /// <summary>The filter <c>striptags</c>: no comments, no tags, one blank for each white space.</summary>
    public static MarkedText StripTags(MarkedText text)
    {
        text = Without(Without(text.As(false), "<!--", "-->"), "<", ">");
        List<object> words = TemplateSplitting.Split(text, [null, null], fromEnd: false);
        MarkedText joined = MarkedText.Concat([.. words.SelectMany((word, i) => i == 0 ? [(MarkedText)word] : new[] { MarkedText.FromTemplate(" "), (MarkedText)word })]);
        for (int i = 0; (i = joined.Text.IndexOf('&', i)) >= 0; i++)
        {
            if (i + 1 < joined.Length && joined.Text[i + 1] is not ('\t' or '\n' or '\f' or ' ' or '<' or '&' or ';'))
                throw TemplateError.Unsupported("The filter 'striptags' does not know entities such as '&amp;'; replace them before.");
        }

        return joined;
    }

    /// <summary>The filter <c>urlencode</c>: a text, or keys and values, as part of an address.</summary>
    public static MarkedText EncodeUrl(object value)
    {
        if (value is MarkedText or not (List<object> or TemplateMap or TemplateUndefined or TemplateObject { Items: not null }))
            return MarkedText.FromInput(EncodeUrl(TemplateValues.ToText(value).Text, isQuery: false));
        IEnumerable<object> pairs = value is TemplateMap map ? new TemplateView(map, "items").Items : TemplateOperators.Iterate(value);
        return MarkedText.FromInput(string.Join('&', pairs.Select(static pair => TemplateOperators.Iterate(pair).ToList() is [var key, var member]
            ? $"{EncodeUrl(TemplateValues.ToText(key).Text, isQuery: true)}={EncodeUrl(TemplateValues.ToText(member).Text, isQuery: true)}"
            : throw TemplateError.Runtime("The filter 'urlencode' takes pairs."))));
    }

    private static string EncodeUrl(string text, bool isQuery)
    {
        StringBuilder encoded = new();
        foreach (byte letter in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'_' or (byte)'.' or (byte)'-' or (byte)'~' || (letter == '/' && !isQuery))
                encoded.Append((char)letter);
            else if (letter == ' ' && isQuery)
                encoded.Append('+');
            else
                encoded.Append('%').Append(letter.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return encoded.ToString();
    }

    /// <summary>Without what is between two marks, them included.</summary>
    /// <remarks>As MarkupSafe does it, every search begins anew: what is joined by a cut may be cut again.</remarks>
    private static MarkedText Without(MarkedText text, string open, string close)
    {
        int start = 0;
        for (int cuts = 0; (start = text.Text.IndexOf(open, start, StringComparison.Ordinal)) >= 0; cuts++)
        {
            int end = text.Text.IndexOf(close, start, StringComparison.Ordinal);
            if (end < 0)
                break;
            if (cuts == CutLimit)
                throw TemplateError.TooLarge($"The filter 'striptags' takes out more than {CutLimit} tags.");
            end += close.Length;
            text = MarkedText.Concat(text.Slice(0, start), text.Slice(end, text.Length - end));
            start = Math.Max(0, start - open.Length);
        }

        return text;
    }
}
