using System.Text;

namespace OpenGradient.Client.Tests;

/// <summary>Bundles go out of an answer that is otherwise what the node wrote.</summary>
public sealed class BroughtBundlesTests
{
    [Theory]
    [InlineData("""{"a":1,"receipt":{"id":"x","dsse":{},"bundle":{"y":[1, 2]}}}""", """{"a":1,"receipt":{"id":"x","dsse":{}}}""", """{"y":[1, 2]}""")]
    [InlineData("""{"receipts":[{"id":"x","bundle":{"a":1}},{"id":"y" , "bundle" : {"b":2}}],"z":0}""", """{"receipts":[{"id":"x"},{"id":"y" }],"z":0}""", """{"a":1};{"b":2}""")]
    [InlineData("""{"receipt":{"bundle":{}}}""", """{"receipt":{}}""", "{}")]
    [InlineData("""{"receipt":{"bund\u006ce":1,"\u0062undle":2}}""", """{"receipt":{}}""", "1;2")]
    [InlineData("""{"receipt":{"bundle":{"y":1},"id":"x"},"z":0}""", """{"receipt":{"id":"x"},"z":0}""", """{"y":1}""")]
    [InlineData("""{"receipts":[{ "bundle" : 1 , "id":"x"},{"bundle":2,"bundle":3,"id":"y"},{"bundle":4,"bundle":5}]}""", """{"receipts":[{  "id":"x"},{"id":"y"},{}]}""", "1;2;3;4;5")]
    public void Cut_Receipts_GivesTheBundlesAndTheRest(string body, string rest, string bundles)
    {
        BroughtBundles cut = BroughtBundles.Cut(Encoding.UTF8.GetBytes(body));

        Assert.Equal(rest, Encoding.UTF8.GetString(cut.Body));
        Assert.Equal(bundles, string.Join(';', cut.Bundles.Select(Encoding.UTF8.GetString)));
    }

    [Theory]
    [InlineData("""{"bundle":{},"x":{"bundle":{}},"receipt":{"dsse":{"bundle":{}},"x":[{"bundle":1}]},"y":{"receipt":{"bundle":{}}}}""")]
    [InlineData("""{"receipt":{"id":"x","bundle":{"y":1}""")]
    [InlineData("""{"receipt":{"id":"x","bundle":}}""")]
    [InlineData("""[{"receipt":{"bundle":1}}]""")]
    [InlineData("""{"receipt":"bundle"}""")]
    [InlineData("")]
    public void Cut_AnythingElse_StaysAsItIs(string body)
    {
        BroughtBundles cut = BroughtBundles.Cut(Encoding.UTF8.GetBytes(body));

        Assert.Equal(body, Encoding.UTF8.GetString(cut.Body));
        Assert.Empty(cut.Bundles);
    }
}
