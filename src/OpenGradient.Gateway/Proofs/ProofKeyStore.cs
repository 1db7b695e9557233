using System.Collections.Immutable;
using OpenGradient.Primitives;
using OpenGradient.Programs;
using OpenGradient.Transparency.Log;
using OpenGradient.Zk;
using OpenGradient.Zk.Prover;
using OpenGradient.Zk.Prover.Hiding;

namespace OpenGradient.Gateway;

/// <summary>The commitments to the weights of models, in DATA/proof-keys.</summary>
/// <remarks>
/// <code>
/// KEYID.hidden   what hides private weights, and how many proofs it has hidden them in (0600)
/// KEYID.json     the public part: Program, proof keys, in how many proofs they hide
/// </code>
/// KEYID is the proof key of the profile of 100 bits, with the hash that the commitment has. Crash note: what hides is on the disk before the commitment is computed, and has its name before the public part is written; without
/// that nobody knows it, and nothing uses it. A process that reads while another one writes sees whole files.
/// </remarks>
public sealed class ProofKeyStore
{
    private const string HiddenSuffix = ".hidden";
    private const string PublicSuffix = ".json";

    private readonly string _folder;

    private ProofKeyStore(string folder) => _folder = folder;

    /// <summary>The store in a data directory, which need not be there until something is kept.</summary>
    public static ProofKeyStore In(string dataDirectory) => new(Path.Combine(dataDirectory, "proof-keys"));

    /// <summary>Commits to weights that nobody needs to hide, for a profile and the other one with its hash, and keeps the keys.</summary>
    /// <exception cref="InvalidInputException">The weights cannot be committed to, or nothing can be written.</exception>
    public StoredProofKey Commit(Program program, IConstantSource constants, ProofProfile profile)
    {
        ArgumentNullException.ThrowIfNull(program);
        StoredProofKey key = KeyOf(program, WeightCommitment.Create(program, constants, profile), profile);
        DataDirectory.CreatePrivate(_folder);
        Keep(key);
        return key;
    }

    /// <summary>Commits to weights such that so many proofs, of a profile or of the other one with its hash, hide them, and keeps what hides.</summary>
    /// <exception cref="InvalidInputException">The weights cannot be committed to, or nothing can be written.</exception>
    public StoredProofKey CommitHidden(Program program, IConstantSource constants, ProofProfile profile, int proofCount)
    {
        ArgumentNullException.ThrowIfNull(program);
        DataDirectory.CreatePrivate(_folder);
        string unnamed = Path.Combine(_folder, $"new-{Guid.NewGuid():N}");
        try
        {
            StoredProofKey key = KeyOf(program, WeightCommitment.CreateHidden(program, constants, HiddenKeyFile.Create(unnamed, proofCount), profile), profile);
            File.Move(unnamed, PathOf(key, HiddenSuffix));
            DirectorySync.Flush(_folder);
            Keep(key);
            return key with { Hidden = HiddenKeyFile.Open(PathOf(key, HiddenSuffix)) };
        }
        finally
        {
            File.Delete(unnamed);
        }
    }

    /// <summary>All that are kept, those made first before the others.</summary>
    public ImmutableArray<StoredProofKey> List() => !Directory.Exists(_folder) ? [] :
    [
        .. Directory.EnumerateFiles(_folder, $"*{PublicSuffix}")
            .OrderBy(File.GetLastWriteTimeUtc).ThenBy(static path => path, StringComparer.Ordinal)
            .Select(Read).OfType<StoredProofKey>(),
    ];

    /// <summary>The same options, with what hides the weights of a Program: the newest that is not spent, or the newest; without if they are not to be hidden, or nobody committed to them.</summary>
    public ProverOptions Complete(ProverOptions options, ProgramId program)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.Visibility.HasFlag(ProofVisibility.PrivateWeights))
            return options;
        HiddenKey[] keys = [.. List().Where(key => key.Program == program && key.IsFor(options.Profile)).Select(static key => key.Hidden).OfType<HiddenKey>()];
        return options with { HiddenKey = keys.LastOrDefault(static key => key.LeftCount > 0) ?? keys.LastOrDefault() };
    }

    private void Keep(StoredProofKey key) => PrivateFile.Write(PathOf(key, PublicSuffix), CanonicalJson.Serialize(key.ToJson()));

    private StoredProofKey? Read(string path)
    {
        if (!JsonReader.TryRead(File.ReadAllBytes(path), out JsonValue? json) || StoredProofKey.TryRead(json) is not { } key)
            return null;
        if (key.ProofCount == 0)
            return key;
        string hidden = PathOf(key, HiddenSuffix);
        return File.Exists(hidden) ? key with { Hidden = HiddenKeyFile.Open(hidden) } : null;
    }

    private static StoredProofKey KeyOf(Program program, WeightCommitment commitment, ProofProfile profile)
    {
        ProofProfile smaller = profile.HasBlake3() ? ProofProfile.QuadraticBlake3 : ProofProfile.Quadratic;
        return new(program.Id, profile.HasBlake3(), commitment.KeyId(smaller), commitment.KeyId(smaller.ToCubic()), commitment.ProofCount);
    }

    private string PathOf(StoredProofKey key, string suffix) => Path.Combine(_folder, key.Quadratic + suffix);
}
