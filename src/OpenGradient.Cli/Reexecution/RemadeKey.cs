using OpenGradient.Gateway;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Zk;
using OpenGradient.Zk.Prover;

namespace OpenGradient.Cli.Reexecution;

/// <summary>The proof key of a model, made again from its files the way the key of a proof was made.</summary>
internal static class RemadeKey
{
    /// <param name="model">The model.</param>
    /// <param name="file">The proof, which says whether its key hides the weights.</param>
    /// <param name="keys">Where what hides them is.</param>
    /// <param name="subject">Who asks, for the error.</param>
    /// <exception cref="InvalidInputException">The key hides the weights, and what hides them is not at hand.</exception>
    public static Digest Of(OpenedModel model, ProofFile file, ProofKeyStore keys, string subject)
    {
        if (!file.Visibility.HasFlag(ProofVisibility.PrivateWeights))
            return WeightCommitment.Create(model.Program, model.Constants, file.Profile).KeyId(file.Profile);
        StoredProofKey stored = keys.List().FirstOrDefault(key => key.IsFor(file.Profile) && key.KeyId(file.Profile) == file.KeyId && key.Hidden is not null)
            ?? throw new InvalidInputException(
                InvalidInputKind.NotFound, subject, $"the proof hides the weights, and what its key {file.KeyId} hides them with is not in this data directory: only who has it can make the key again. Compare the key itself.");
        return WeightCommitment.CreateHidden(model.Program, model.Constants, stored.Hidden!, file.Profile).KeyId(file.Profile);
    }
}
