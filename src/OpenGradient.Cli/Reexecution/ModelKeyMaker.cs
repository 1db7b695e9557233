using OpenGradient.Gateway;
using OpenGradient.Models;
using OpenGradient.Primitives;
using OpenGradient.Receipts;
using OpenGradient.Verification;
using OpenGradient.Zk;

namespace OpenGradient.Cli.Reexecution;

/// <summary>Makes the proof key of the model that a receipt names again, from the model's files.</summary>
internal sealed class ModelKeyMaker(ModelLocator locator, ProofKeyStore keys)
{
    /// <summary>The function that the verifier is given.</summary>
    /// <exception cref="InvalidInputException">The model's files, or what hides its weights, are not at hand: who asks for the key wants to be told.</exception>
    public Digest? Make(Receipt receipt, ProofFile file)
    {
        using OpenedModel model = locator.Open(receipt.Content.Model, out ReexecutionResult fault)
            ?? throw new InvalidInputException(InvalidInputKind.NotFound, "--proof-key", fault.Reason);
        return RemadeKey.Of(model, file, keys, "--proof-key");
    }
}
