using System.Text;
using System.Text.Json;
using OpenGradient.Execution.Disputes;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>Trees, records and terms against spec/dispute-1/vectors/claims.json, which was computed without this code.</summary>
public sealed class ClaimVectorTests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("spec/dispute-1/vectors/claims.json"))).RootElement;

    [Fact]
    public void Documents_OfEveryLength_HaveTheRootsOfTheVectors()
    {
        foreach (JsonElement vector in Vectors.GetProperty("documents").EnumerateArray())
        {
            int length = int.Parse(Text(vector, "bytes"), System.Globalization.CultureInfo.InvariantCulture);
            byte[] bytes = [.. Enumerable.Range(0, length).Select(static i => (byte)(((7 * i) + (i / 251)) % 256))];
            var constant = TiledDocument.OfConstant(bytes);

            Assert.Equal(Text(vector, "sha256"), constant.Open(constant.Leaves.Length - 1).Finish(length).ToString());
            Assert.Equal(Text(vector, "constant"), constant.Root.ToString());
            Assert.Equal(Text(vector, "value"), TiledDocument.OfElements(bytes).Root.ToString());
        }
    }

    [Fact]
    public void Programs_OfTheOperatorVectors_HaveTheRecordsAndTermsOfTheVectors()
    {
        JsonElement operators = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("spec/exec-1/vectors/operators.json"))).RootElement;
        foreach (JsonElement vector in Vectors.GetProperty("programs").EnumerateArray())
        {
            Assert.True(ProgramFormat.TryRead(Encoding.UTF8.GetBytes(Text(vector, "program")), out Program? program));
            JsonElement given = operators.EnumerateArray().Single(other => Text(other, "program") == Text(vector, "program"));
            var graph = new ProgramGraph(program);

            JsonValue[] records = [RecordFormat.Write(graph.Frame), .. graph.Steps.Select(RecordFormat.Write)];
            Assert.Equal(Strings(vector, "records"), records.Select(static record => Encoding.UTF8.GetString(CanonicalJson.Serialize(record))));
            Assert.Equal(Text(vector, "graph"), graph.Root.ToString());
            Assert.Equal(Strings(vector, "framePath"), graph.Path(0).Select(static digest => digest.ToString()));
            Assert.Equal(Strings(vector, "constants"), Strings(given, "constants").Select(static hex => TiledDocument.OfConstant(Convert.FromHexString(hex)).Root.ToString()));
            Assert.Equal(Terms(vector), Terms(program, Strings(given, "inputs")));
        }
    }

    [Fact]
    public void Prefixes_OfTheVectors_AreProvedAndVerifiedByTheSamePaths()
    {
        Digest[] leaves = [.. Enumerable.Range(0, 13).Select(static i => MerkleTree.HashLeaf([(byte)i]))];
        foreach (JsonElement vector in Vectors.GetProperty("prefixes").EnumerateArray())
        {
            (int first, int size) = (Number(vector, "first"), Number(vector, "size"));
            (Digest root, Digest whole) = (Digest.Parse(Text(vector, "root")), Digest.Parse(Text(vector, "whole")));
            Digest[] path = [.. Strings(vector, "path").Select(static text => Digest.Parse(text))];

            Assert.Equal(path, MerklePrefix.Prove(first, leaves.AsSpan()[..size]));
            Assert.True(MerklePrefix.Verify(first, size, root, whole, path));
            Assert.False(MerklePrefix.Verify(first, size, MerkleTree.HashNode(root, root), whole, path));
        }
    }

    [Fact]
    public void Ways_OfTheVectors_GoThroughTheSameLeavesAndReadTheSameDocuments()
    {
        JsonElement control = Vectors.GetProperty("control");
        Assert.True(ProgramFormat.TryRead(Encoding.UTF8.GetBytes(Text(control, "program")), out Program? program));
        var graph = new ProgramGraph(program);
        JsonValue[] records = [RecordFormat.Write(graph.Frame), .. graph.Steps.Select(RecordFormat.Write)];
        Assert.Equal(Strings(control, "records"), records.Select(static record => Encoding.UTF8.GetString(CanonicalJson.Serialize(record))));

        foreach (JsonElement vector in control.GetProperty("ways").EnumerateArray())
        {
            Dictionary<string, byte[]> controls = vector.GetProperty("controls").EnumerateObject().ToDictionary(
                static control => control.Name, static control => BitConverter.GetBytes(long.Parse(control.Value.GetString()!, System.Globalization.CultureInfo.InvariantCulture)));
            var view = new ProgramView(
                index => graph.Steps[index],
                static name => new ValueHeader(name.Kind == DocumentKind.Input && name.Index == 0 ? ElementType.Int64 : ElementType.Bool, []),
                new ByteReader(name => controls[name.ToString()]));
            var way = new Succession(view);
            List<string> leaves = [];
            List<string[]> reads = [];
            for (LeafName? leaf = way.First(graph.Frame); leaf is not null; leaf = way.After(leaf))
            {
                StepRecord step = graph.Steps[leaf.Step];
                leaves.Add(DocumentName.Of(leaf).ToString());
                reads.Add([.. step.Inputs.Select(input => way.Resolve(input, step.Holder, leaf.Iterations)?.Document.ToString() ?? "-")]);
            }

            Assert.Equal(Strings(vector, "leaves"), leaves);
            Assert.Equal(vector.GetProperty("reads").EnumerateArray().Select(static list => string.Join(' ', list.EnumerateArray().Select(static item => item.GetString()))), reads.Select(static list => string.Join(' ', list)));
        }
    }

    private static int Number(JsonElement element, string name) => int.Parse(Text(element, name), System.Globalization.CultureInfo.InvariantCulture);

    private static string Terms(JsonElement vector)
    {
        Assert.True(JsonReader.TryRead(Encoding.UTF8.GetBytes(vector.GetProperty("terms").GetRawText()), out JsonValue? terms));
        return Encoding.UTF8.GetString(CanonicalJson.Serialize(terms));
    }

    private static string Terms(Program program, string[] inputs)
    {
        Tensor[] tensors = [.. program.Inputs.Select((input, index) => new Tensor(
            input.Type, [.. input.Shape.Select(static size => long.Parse(size, System.Globalization.CultureInfo.InvariantCulture))], Convert.FromHexString(inputs[index])))];
        JsonValue terms = DisputeTerms.Of(program, tensors).ToJson();
        return Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.Object([.. terms.Members.Where(static member => member.Key != "semantics")])));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string[] Strings(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(static item => item.GetString()!)];
}
