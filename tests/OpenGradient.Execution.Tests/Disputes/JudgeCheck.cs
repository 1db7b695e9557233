using System.Collections.Immutable;
using OpenGradient.Execution.Disputes;
using OpenGradient.Programs;

namespace OpenGradient.Execution.Tests.Disputes;

/// <summary>Holds what a judge says against what a step gave.</summary>
internal static class JudgeCheck
{
    /// <summary>Type, shape and some elements of every output of every step of an honest run, in every iteration, and of its expansion.</summary>
    /// <param name="program">The Program.</param>
    /// <param name="constants">Its constants.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="what">Of what, in words.</param>
    /// <param name="elementCount">How many elements of a value, about.</param>
    public static void AllSteps(Program program, IConstantSource constants, ImmutableArray<Tensor> inputs, string what, int elementCount = 8)
    {
        var run = RecordedRun.Of(program, constants, inputs, Conduct.Honest);
        new Check(run, constants, name => inputs[name.Index], what, elementCount).Run();
    }

    /// <param name="run">The run.</param>
    /// <param name="constants">Its constants.</param>
    /// <param name="given">What comes from outside.</param>
    /// <param name="what">Of what, in words.</param>
    /// <param name="elementCount">How many elements of a value.</param>
    private sealed class Check(RecordedRun run, IConstantSource constants, Func<DocumentName, Tensor> given, string what, int elementCount)
    {
        public void Run()
        {
            ProgramView view = View();
            for (int index = 0; index < run.Names.Length; index++)
            {
                LeafName leaf = run.Names[index];
                LeafName? before = index > leaf.Output ? run.Names[index - leaf.Output - 1] : null;
                string place = $"{what}, {DocumentName.Of(leaf)} ({run.Graph.Steps[leaf.Step].Operator})";
                var reading = Reading.Of(leaf, view, new Succession(view), before, null);
                var step = new JudgedStep(reading, view);
                Tensor value = run.Value(leaf);
                if (reading.Expand(step, ofHeader: false) is { } expansion)
                    Expanded(expansion, leaf.Output, value, place);
                else
                    Elements(leaf, view, before, value, place);
                if (reading.Expand(step, ofHeader: true) is null)
                    Assert.Equal($"{place}: {ValueHeader.Of(value).Text}", $"{place}: {Header(reading, step, leaf.Output).Text}");
            }
        }

        private Tensor Value(DocumentName name) => name.Kind == DocumentKind.Leaf ? run.Value(name.Leaf!) : given(name);

        private ProgramView View() => new(
            index => run.Graph.Steps[index], name => ValueHeader.Of(Value(name)), new ByteReader(name => name.Kind == DocumentKind.Constant ? constants.Read(name.Index) : Value(name).Bytes));

        private static ValueHeader Header(Reading reading, JudgedStep step, int output) => reading.Judge is ISizeJudge sized ? sized.InferBySize(step, output) : reading.Judge.Infer(step, output);

        /// <summary>A step that is expanded gives what its expansion gives, and each step of that has a judge.</summary>
        private void Expanded(Expansion expansion, int output, Tensor value, string place)
        {
            var inner = new RecordedRun(expansion.Graph(), constants, name => name.Kind == DocumentKind.Outer ? Value(DocumentName.Of(name.Leaf!)) : given(name), Conduct.Honest);
            var made = (ValueReference.Made)inner.Graph.Frame.Outputs[output];
            Tensor expanded = inner.Value(new LeafName(made.Step, made.Output, []));
            Assert.Equal($"{place}: {ValueHeader.Of(value).Text} {Convert.ToHexString(value.Bytes)}", $"{place}: {ValueHeader.Of(expanded).Text} {Convert.ToHexString(expanded.Bytes)}");
            if (output == 0)
                new Check(inner, constants, name => name.Kind == DocumentKind.Outer ? Value(DocumentName.Of(name.Leaf!)) : given(name), place, elementCount).Run();
        }

        private void Elements(LeafName leaf, ProgramView view, LeafName? before, Tensor value, string place)
        {
            long stride = Math.Max(1, value.ElementCount / elementCount);
            for (long element = 0; element < value.ElementCount; element += stride)
            {
                var reading = Reading.Of(leaf, view, new Succession(view), before, (element, ValueHeader.Of(value)));
                Derivation derivation = reading.Judge.Derive(new JudgedStep(reading, view), leaf.Output, element);
                long middle = derivation.Length / 2;
                ImmutableArray<ulong> state = derivation.Advance(derivation.Start(), 0, middle);
                Assert.Equal(derivation.WordCount(middle), state.Length);
                ulong bits = Assert.Single(derivation.Advance(state, middle, derivation.Length));
                Assert.Equal($"{place}[{element}] {ElementBits.Of(value, element):x}", $"{place}[{element}] {bits:x}");
            }
        }
    }
}
