using System.Collections.Immutable;
using OpenGradient.Execution.Disputes;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>Holds what a judge says against what a step gave.</summary>
internal static class JudgeCheck
{
    /// <summary>Type, shape and some elements of every output of every step of an honest run, in every iteration.</summary>
    public static void AllSteps(Program program, IConstantSource constants, ImmutableArray<Tensor> inputs, string what)
    {
        var graph = new ProgramGraph(program);
        var run = RecordedRun.Of(program, constants, inputs, Conduct.Honest);
        Tensor Value(DocumentName name) => name.Kind == DocumentKind.Input ? inputs[name.Index] : run.Value(name.Leaf!);
        var reader = new ByteReader(name => name.Kind == DocumentKind.Constant ? constants.Read(name.Index) : Value(name).Bytes);
        var view = new ProgramView(index => graph.Steps[index], name => ValueHeader.Of(Value(name)), reader);
        for (int index = 0; index < run.Names.Length; index++)
        {
            LeafName leaf = run.Names[index];
            LeafName? before = index > leaf.Output ? run.Names[index - leaf.Output - 1] : null;
            Expansions(leaf, view, constants, Value, run.Value(leaf), what);
            Elements(leaf, view, before, run.Value(leaf), $"{what}, {DocumentName.Of(leaf)} ({graph.Steps[leaf.Step].Operator})");
        }
    }

    /// <summary>A step that is expanded gives what its expansion gives.</summary>
    private static void Expansions(LeafName leaf, ProgramView view, IConstantSource constants, Func<DocumentName, Tensor> value, Tensor given, string what)
    {
        if (JudgeRegistry.Find(view.Step(leaf.Step).Operator) is not IExpandingJudge judge)
            return;
        var reading = Reading.Of(leaf, view, new Succession(view), null, null);
        if (judge.Expand(reading, new JudgedStep(reading, view)) is not { } expansion)
            return;
        ProgramGraph graph = expansion.Graph();
        var run = new RecordedRun(graph, constants, name => value(name.Kind == DocumentKind.Outer ? DocumentName.Of(name.Leaf!) : name), Conduct.Honest);
        var output = (ValueReference.Made)graph.Frame.Outputs[leaf.Output];
        Tensor expanded = run.Value(new LeafName(output.Step, output.Output, []));
        Assert.Equal($"{what}: {ValueHeader.Of(given).Text} {Convert.ToHexString(given.Bytes)}", $"{what}: {ValueHeader.Of(expanded).Text} {Convert.ToHexString(expanded.Bytes)}");
    }

    private static void Elements(LeafName leaf, ProgramView view, LeafName? before, Tensor given, string what)
    {
        var way = new Succession(view);
        var whole = Reading.Of(leaf, view, way, before, null);
        Assert.Equal($"{what}: {ValueHeader.Of(given).Text}", $"{what}: {whole.Judge.Infer(new JudgedStep(whole, view), leaf.Output).Text}");
        long stride = Math.Max(1, given.ElementCount / 8);
        for (long element = 0; element < given.ElementCount; element += stride)
        {
            var reading = Reading.Of(leaf, view, way, before, (element, ValueHeader.Of(given)));
            Derivation derivation = reading.Judge.Derive(new JudgedStep(reading, view), leaf.Output, element);
            long middle = derivation.Length / 2;
            ImmutableArray<ulong> state = derivation.Advance(derivation.Start(), 0, middle);
            Assert.Equal(derivation.WordCount(middle), state.Length);
            ulong bits = Assert.Single(derivation.Advance(state, middle, derivation.Length));
            Assert.Equal($"{what}[{element}] {WholeStepJudge.Bits(given, element):x}", $"{what}[{element}] {bits:x}");
        }
    }
}
