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

    private static void SameStates(SampleModel model, JsonElement vector)
    {
        var graph = new ProgramGraph(model.Build());
        var view = new ProgramView(index => graph.Steps[index], name => ValueHeader.Of(model.Inputs[name.Index]), new ByteReader(name => model.Inputs[name.Index].Bytes));
        var way = new Succession(view);
        var name = new LeafName(0, 0, []);
        var whole = Reading.Of(name, view, way, null, null);
        ValueHeader header = whole.Judge.Infer(new JudgedStep(whole, view), 0);
        long element = long.Parse(Text(vector, "element"), CultureInfo.InvariantCulture);
        var reading = Reading.Of(name, view, way, null, (element, header));
        Derivation derivation = reading.Judge.Derive(new JudgedStep(reading, view), 0, element);
        foreach (JsonProperty state in vector.GetProperty("states").EnumerateObject())
        {
            long position = long.Parse(state.Name, CultureInfo.InvariantCulture);
            Assert.Equal(state.Value.GetString(), Convert.ToHexStringLower(StatesPhase.Bytes(derivation.Advance(derivation.Start(), 0, position)).AsSpan()));
        }
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
