using OpenGradient.Zk.Commitments;
using OpenGradient.Zk.Fields;
using OpenGradient.Zk.Prover.Commitments;
using OpenGradient.Zk.Prover.Kernels.Codes;
using OpenGradient.Zk.Prover.Kernels.Lanes;

namespace OpenGradient.Zk.Prover.Tests.Kernels;

/// <summary>Rows side by side have the code words that each has by itself.</summary>
public sealed class RowEncoderTests
{
    public static TheoryData<int, int, int> Shapes()
    {
        TheoryData<int, int, int> shapes = [];
        for (int logRows = 0; logRows <= 3; logRows++)
        {
            for (int logRowElements = 0; logRowElements <= 6; logRowElements++)
            {
                for (int logInverseRate = 1; logInverseRate <= 4; logInverseRate++)
                    shapes.Add(logRows, logRowElements, logInverseRate);
            }
        }

        shapes.Add(1, 13, 2); // more than a block
        shapes.Add(0, 15, 2); // two levels across blocks at a time, and one
        shapes.Add(0, 16, 2); // and two twice, between stretches

        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Encode_AnyShape_IsThePlainCode(int logRows, int logRowElements, int logInverseRate)
    {
        CommitmentShape shape = new(logRows, logRowElements, logInverseRate);
        Goldilocks[] vector = Elements.Of(new Random(logRows), 1 << shape.VariableCount);
        var expected = new Goldilocks[shape.RowCount * shape.CodeElements];
        for (int row = 0; row < shape.RowCount; row++)
        {
            QuadraticExtension[] word = ReedSolomonCode.Encode<QuadraticExtension>(
                Array.ConvertAll(vector[(row * shape.RowElements)..((row + 1) * shape.RowElements)], QuadraticExtension.From), logInverseRate);
            for (int column = 0; column < word.Length; column++)
                expected[(row * shape.CodeElements) + column] = word[column][0];
        }

        Assert.Equal(expected, new RowEncoder(shape).Encode(vector));
        Assert.Equal(expected, new RowEncoder(shape, RootTable.Of(shape.LogCodeElements + 1)).Encode(vector)); // those of a longer code
        Check<ScalarLane>(shape, vector, expected);
        if (Lanes256.IsSupported && shape.CodeElements >= Lanes256.Count)
            Check<Lanes256>(shape, vector, expected);
        if (Lanes512.IsSupported && shape.CodeElements >= Lanes512.Count)
            Check<Lanes512>(shape, vector, expected);
    }

    private static void Check<TLanes>(CommitmentShape shape, Goldilocks[] vector, Goldilocks[] expected)
        where TLanes : struct, IFieldLanes<TLanes>
    {
        var words = new Goldilocks[expected.Length];
        new RowEncoder(shape).Encode<TLanes>(new FieldCells(vector), words);
        Assert.Equal(expected, words);
    }
}
