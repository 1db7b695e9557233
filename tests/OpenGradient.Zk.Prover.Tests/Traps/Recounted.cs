using OpenGradient.Zk.Circuits;
using OpenGradient.Zk.Prover.Statements;

namespace OpenGradient.Zk.Prover.Tests.Traps;

/// <summary>The counts that a lie would need, as far as there are such rows.</summary>
internal static class Recounted
{
    public static void Apply(Circuit circuit, CoreWitness witness)
    {
        for (int table = 0; table <= circuit.Tables.Length; table++)
            Array.Clear(witness.Column(circuit.CountsColumn(table)));
        foreach (Lookup lookup in circuit.Lookups)
        {
            long[] counts = witness.Column(circuit.CountsColumn(lookup.Table));
            foreach (long place in witness.Column(lookup.Column).Select(cell => (cell * lookup.Factor) + lookup.Offset).Where(place => place >= 0 && place < counts.Length))
                counts[place]++;
        }
    }
}
