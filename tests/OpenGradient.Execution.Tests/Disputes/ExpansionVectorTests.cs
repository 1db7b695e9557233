using System.Globalization;
using System.Text;
using System.Text.Json;
using OpenGradient.Execution.Disputes;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Tests;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>Expansions against spec/dispute-1/vectors/expansions.json, which was written down from the text without this code.</summary>
public sealed class ExpansionVectorTests
{
    [Fact]
    public void Expansions_OfTheVectors_HaveTheSameRecords()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("spec/dispute-1/vectors/expansions.json")));
        foreach (JsonElement vector in vectors.RootElement.EnumerateArray())
        {
            Assert.True(ProgramFormat.TryRead(Encoding.UTF8.GetBytes(vector.GetProperty("program").GetString()!), out Program? program));

            ProgramGraph made = Expand(program);

            JsonValue[] records = [RecordFormat.Write(made.Frame), .. made.Steps.Select(RecordFormat.Write)];
            Assert.Equal(
                vector.GetProperty("records").EnumerateArray().Select(static record => record.GetString()),
                records.Select(static record => Encoding.UTF8.GetString(CanonicalJson.Serialize(record))));
            Assert.Equal(vector.GetProperty("graph").GetString(), made.Root.ToString());
        }
    }

    /// <summary>That of step 1, the other step of the Program gives what has the shape of input 0; no element is read.</summary>
    private static ProgramGraph Expand(Program program)
    {
        var graph = new ProgramGraph(program);
        ValueHeader Header(DocumentName name)
        {
            ProgramInput input = program.Inputs[name.Kind == DocumentKind.Input ? name.Index : 0];
            return new ValueHeader(input.Type, [.. input.Shape.Select(static size => long.Parse(size, CultureInfo.InvariantCulture))]);
        }

        var view = new ProgramView(index => graph.Steps[index], Header, new ByteReader(static name => throw new InvalidOperationException($"{name} is read.")));
        var reading = Reading.Of(new LeafName(1, 0, []), view, new Succession(view), null, null);
        return reading.Expand(new JudgedStep(reading, view), ofHeader: false)!.Graph();
    }
}
