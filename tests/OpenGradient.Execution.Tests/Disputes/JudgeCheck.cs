using System.Collections.Immutable;
using OpenGradient.Execution.Disputes;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>Holds what a judge says against what a step gave.</summary>
internal static class JudgeCheck
{
    /// <summary>Type, shape and some elements of every output of every step of an honest run.</summary>
    public static void AllSteps(Program program, IConstantSource constants, ImmutableArray<Tensor> inputs, string what)
    {
        var run = new RecordedRun(program, constants, inputs, null);
        Tensor Value(DocumentName name) => name.Kind == DocumentKind.Input ? inputs[name.Index] : run.Value(name.Index);
        var reader = new ByteReader(name => name.Kind == DocumentKind.Constant ? constants.Read(name.Index) : Value(name).Bytes);
        foreach (StepRecord record in new ProgramGraph(program).Steps)
        {
            var headers = record.Documents.Where(static name => name.Kind != DocumentKind.Constant).ToDictionary(static name => name, name => ValueHeader.Of(Value(name)));
            for (int output = 0; output < record.OutputCount; output++)
                Elements(new JudgedStep(record, headers, reader), output, run.Value(record.FirstLeaf + output), $"{what}, step {record.Index} ({record.Operator}), output {output}");
        }
    }

    private static void Elements(JudgedStep step, int output, Tensor given, string what)
    {
        IJudge judge = JudgeRegistry.Find(step.Record.Operator);
        Assert.Equal($"{what}: {ValueHeader.Of(given).Text}", $"{what}: {judge.Infer(step, output).Text}");
        long stride = Math.Max(1, given.ElementCount / 8);
        for (long element = 0; element < given.ElementCount; element += stride)
        {
            Derivation derivation = judge.Derive(step, output, element);
            long middle = derivation.Length / 2;
            ImmutableArray<ulong> state = derivation.Advance(derivation.Start(), 0, middle);
            Assert.Equal(derivation.WordCount(middle), state.Length);
            ulong bits = Assert.Single(derivation.Advance(state, middle, derivation.Length));
            Assert.Equal($"{what}[{element}] {WholeStepJudge.Bits(given, element):x}", $"{what}[{element}] {bits:x}");
        }
    }
}
