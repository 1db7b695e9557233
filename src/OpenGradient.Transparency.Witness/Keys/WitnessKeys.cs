using System.Collections.Immutable;
using System.Text;
using OpenGradient.Primitives;
using OpenGradient.Transparency.Log;

namespace OpenGradient.Transparency.Witness;

/// <summary>The keys of a witness in its data directory: one for Ed25519 and one for ML-DSA-44, under one name.</summary>
public static class WitnessKeys
{
    /// <summary>Reads the keys; null if there are none.</summary>
    /// <exception cref="InvalidInputException">A key file is damaged.</exception>
    public static ImmutableArray<CosignerSigningKey>? Load(string directory)
    {
        string[] files = [.. Algorithms.Select(algorithm => PathOf(directory, algorithm)).Where(File.Exists)];
        return files.Length == 0 ? null : [.. files.Select(static file => CosignerSigningKey.Import(File.ReadAllText(file)))];
    }

    /// <summary>Makes the keys, and a state that has cosigned nothing.</summary>
    /// <exception cref="InvalidInputException">There are keys already, or the name cannot name a witness.</exception>
    public static ImmutableArray<CosignerSigningKey> Create(string directory, string name)
    {
        if (Load(directory) is not null)
            throw new InvalidInputException(InvalidInputKind.Conflict, directory, "a witness has its keys here already.");
        if (!CosignerKey.IsValidName(name, CosignatureAlgorithm.MlDsa44))
            throw new InvalidInputException(InvalidInputKind.Invalid, name, "a witness's name has 1 to 255 bytes, and no spaces, plus signs or control characters.");
        LogWitness.CreateState(directory);
        ImmutableArray<CosignerSigningKey> keys = [.. Algorithms.Select(algorithm => CosignerSigningKey.Generate(name, algorithm))];
        foreach (CosignerSigningKey key in keys)
            PrivateFile.Write(PathOf(directory, key.VerifierKey.Algorithm), Encoding.UTF8.GetBytes(key.DangerousExport() + "\n"));
        return keys;
    }

    private static string PathOf(string directory, CosignatureAlgorithm algorithm) => Path.Combine(directory, algorithm switch
    {
        CosignatureAlgorithm.Ed25519 => "ed25519.key",
        CosignatureAlgorithm.MlDsa44 => "ml-dsa-44.key",
    });

    private static readonly CosignatureAlgorithm[] Algorithms = [CosignatureAlgorithm.Ed25519, CosignatureAlgorithm.MlDsa44];
}
