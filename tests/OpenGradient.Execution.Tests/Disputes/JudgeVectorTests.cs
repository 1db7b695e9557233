using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OpenGradient.Execution.Disputes;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>Derivations against spec/dispute-1/vectors/judges.json, which was computed without this code.</summary>
public sealed class JudgeVectorTests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("spec/dispute-1/vectors/judges.json"))).RootElement;

    private static readonly LeafName Only = new(0, 0, []);

    [Fact]
    public void Dft_OfTheVectors_HasTheSameStates()
    {
        foreach (JsonElement vector in Vectors.GetProperty("dft").EnumerateArray())
        {
            var model = new SampleModel(1);
            long[] shape = [.. vector.GetProperty("shape").EnumerateArray().Select(static size => long.Parse(size.GetString()!, CultureInfo.InvariantCulture))];
            int x = model.Input(new Tensor(ElementType.Float32, [.. shape], Convert.FromHexString(Text(vector, "x"))));
            model.Step("Dft", [x], 1, $"inverse={Text(vector, "inverse")}");

            SameStates(model, vector);
        }
    }

    /// <summary>Operators that only disputes have: no Program has them, so the step is a record alone.</summary>
    [Fact]
    public void DisputeOperators_OfTheVectors_HaveTheSameStatesAndGiveTheSame()
    {
        foreach (JsonElement vector in Vectors.GetProperty("operators").EnumerateArray())
        {
            Tensor[] inputs = [.. vector.GetProperty("inputs").EnumerateArray().Select(Read)];
            var settings = vector.GetProperty("attributes").EnumerateObject().ToImmutableSortedDictionary(static pair => pair.Name, static pair => pair.Value.GetString()!, StringComparer.Ordinal);
            var record = new StepRecord(0, Text(vector, "operator"), settings, [.. inputs.Select(static (_, index) => new ValueReference.Given(index))], 1, IsTraced: false, null, null, []);
            byte[] given = Convert.FromHexString(Text(vector, "output"));
            var reader = new ByteReader(name => name.Kind == DocumentKind.Leaf ? given : inputs[name.Index].Bytes);
            var view = new ProgramView(_ => record, name => ValueHeader.Of(inputs[name.Index]), reader);

            Assert.Equal(given, ((IDisputeOperator)JudgeRegistry.Find(record.Operator)).Run(new JudgedStep(Reading.Of(Only, view, new Succession(view), null, null), view)).Bytes);
            SameStates(view, vector);
        }
    }

    private static Tensor Read(JsonElement input)
    {
        long[] shape = [.. input.GetProperty("shape").EnumerateArray().Select(static size => long.Parse(size.GetString()!, CultureInfo.InvariantCulture))];
        return ElementTypes.TryParse(Text(input, "type"), out ElementType type) ? new Tensor(type, [.. shape], Convert.FromHexString(Text(input, "bytes"))) : throw new FormatException();
    }

    private static void SameStates(SampleModel model, JsonElement vector)
    {
        var graph = new ProgramGraph(model.Build());
        SameStates(new ProgramView(index => graph.Steps[index], name => ValueHeader.Of(model.Inputs[name.Index]), new ByteReader(name => model.Inputs[name.Index].Bytes)), vector);
    }

    private static void SameStates(ProgramView view, JsonElement vector)
    {
        var way = new Succession(view);
        var whole = Reading.Of(Only, view, way, null, null);
        ValueHeader header = whole.Judge.Infer(new JudgedStep(whole, view), 0);
        long element = long.Parse(Text(vector, "element"), CultureInfo.InvariantCulture);
        var reading = Reading.Of(Only, view, way, null, (element, header));
        Derivation derivation = reading.Judge.Derive(new JudgedStep(reading, view), 0, element);
        foreach (JsonProperty state in vector.GetProperty("states").EnumerateObject())
        {
            long position = long.Parse(state.Name, CultureInfo.InvariantCulture);
            Assert.Equal(state.Value.GetString(), Convert.ToHexStringLower(StatesPhase.Bytes(derivation.Advance(derivation.Start(), 0, position)).AsSpan()));
        }
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
