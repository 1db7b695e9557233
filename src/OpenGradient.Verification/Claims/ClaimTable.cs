using System.Collections.Immutable;

namespace OpenGradient.Verification;

/// <summary>Every sentence of every report, by the kind of evidence (receipt-1 §5.10): reports are put together from this table, and docs/claims.md is written from it.</summary>
/// <remarks>What is not in it no verdict claims. A sentence says what was checked and not more, and for each kind there is what it leaves open.</remarks>
public static class ClaimTable
{
    /// <summary>The noun of sentences that are about the input; for the output they are the same.</summary>
    internal const string Input = "input";

    internal static readonly ClaimSentence Signed = new(
        "the row signature is valid", "The holder of key {issuer.key…} signed this: model \"{model.name}\" ({model.id…}) gave the committed output on the committed input.");

    internal static readonly ClaimSentence NotSigned = new("the row signature is not valid", "Who made this statement.");

    internal static readonly ClaimSentence UnknownHolder = new("the policy lists no issuers", "Who holds key {issuer.key…}: no list of trusted issuers was given.");

    internal static readonly ClaimSentence UnlistedHolder = new("the policy lists other issuers", "Who holds key {issuer.key…}: the policy does not list it.");

    internal static readonly ClaimSentence Logged = new("the row log is valid", "The receipt is entry {index} in a tree of {size} entries that the log \"{log.origin}\" signed.");

    internal static readonly ClaimSentence NotLogged = new("the row log is not valid", "That the receipt was logged.");

    internal static readonly ClaimSentence NoWitnessChecked = new("the policy names no witnesses", "That the log shows everyone the same tree: no witness's cosignature was checked.");

    internal static readonly ClaimSentence Witnessed = new(
        "the row witnesses is valid, and somebody cosigned", "{k} of the {n} witnesses that the policy knows, a quorum, cosigned that tree: {names, parted by \", \", in the policy's order}.");

    internal static readonly ClaimSentence NoQuorum = new("the row witnesses is there, and not valid", "That the log shows everyone the same tree: no quorum of witnesses cosigned it.");

    internal static readonly ClaimSentence MayCollude = new("the row witnesses is valid", "That log and witnesses do not show different trees together.");

    internal static readonly ClaimSentence Disclosed = new("the row input (output) is valid, and all of it is shown", "The disclosed input is exactly the input that the receipt commits to.");

    internal static readonly ClaimSentence PartlyDisclosed = new("the row input (output) is valid, and a part of it is shown", "The {k} disclosed of {n} input parts are parts of the input that the receipt commits to.");

    internal static readonly ClaimSentence DisclosedOther = new("the row input (output) is invalid", "What the input was: what is disclosed is not what the receipt commits to.");

    internal static readonly ClaimSentence Hidden = new("nothing is disclosed", "What the input was: it is committed, not disclosed.");

    internal static readonly ClaimSentence RestHidden = new("a part is disclosed", "What the rest of the input was.");

    internal static readonly ClaimSentence DrawnOnce = new(
        "the row draw is valid", "For answer {draw.choice} to the client's nonce and seed, draw key {id of draw.key…} leads to one random stream, which the receipt names.");

    internal static readonly ClaimSentence MayBeDrawnOften = new("the answer may be drawn, and the row draw is not valid", "That the issuer drew the random stream only once.");

    internal static readonly ClaimSentence MoreAnswers = new("the draw is for another answer than the first", "That the client asked for {draw.choice + 1} answers to its nonce.");

    internal static readonly ClaimSentence DrawKeyMayBeNew = new("the policy lists no draw keys", "That draw key {id of draw.key…} was there before the client's nonce: no list of draw keys was given.");

    internal static readonly ClaimSentence RunAgain = new(
        "the row re-execution is valid", "Running the Program {model.program…} again on the disclosed input gave the same output and the same trace, bit for bit.");

    internal static readonly ClaimSentence RunAgainOther = new("the row re-execution is invalid", "That the model computed this output: repeating the run did not confirm it.");

    internal static readonly ClaimSentence Proven = new(
        "the row proof is valid", "A proof shows that Program {model.program…}, with the weights behind proof key {KeyId…}, gives the disclosed output of the disclosed input, bit for bit.");

    internal static readonly ClaimSentence ProvenOfHidden = new(
        "the proof hides its input", "A proof shows that Program {model.program…}, with the weights behind proof key {KeyId…}, gives the disclosed output of an input that the proof hides.");

    internal static readonly ClaimSentence KeyMade = new("the proof key was made again", "Proof key {KeyId…} holds the weights of the model: it was made again from the model's files.");

    internal static readonly ClaimSentence ProofWrong = new("the row proof is invalid, and nobody ran the model again", "That the model computed this output: the proof does not show it.");

    internal static readonly ClaimSentence ProofOfUnknownInput = new(
        "the proof hides its input, and nobody ran the model again",
        "That the model computed this output from the committed input: the proof hides its input, and nothing here shows that it is the committed one.");

    internal static readonly ClaimSentence KeyUnknown = new(
        "the proof key was not made again, and the policy lists none",
        "That proof key {KeyId…} holds the weights of the model: it was not made again from the model's files, and no list of proof keys was given.");

    internal static readonly ClaimSentence KeyUnlisted = new(
        "the proof key was not made again, and the policy lists others",
        "That proof key {KeyId…} holds the weights of the model: it was not made again from the model's files, and the policy does not list it.");

    internal static readonly ClaimSentence Audited = new(
        "the row audit is valid", "Auditors that the policy lists ({k}) signed that running Program {model.program…} again gave the same output and the same trace, bit for bit.");

    internal static readonly ClaimSentence AuditorsWord = new(
        "the row audit is valid, and nobody ran the model again", "That the model computed this output: that is the word of the auditors; the run was not repeated here.");

    internal static readonly ClaimSentence NotRunAgain = new("nothing above speaks of the computation", "That the model computed this output: the run was not repeated here.");

    internal static readonly ClaimSentence NoNonce = new("the client gave no nonce", "That the answer was made for this request: the client gave no nonce.");

    internal static readonly ClaimSentence Times = new("always", "When it happened: the times are the issuer's own.");

    internal static readonly ClaimSentence Truth = new("always", "That the output is true or useful: only which computation made it.");

    /// <summary>The kinds of evidence, from the word of somebody to a proof; the last is what no evidence establishes.</summary>
    public static ImmutableArray<EvidenceClaims> Kinds { get; } =
    [
        new("relayed", "An answer of a closed model, handed on. No receipt of this version states one: what cannot be run again is not made to look as if it could.", [], [], []),
        new("signed", "A node's word, that it cannot take back.", [RowKind.Signature], [Signed], [NotSigned, UnknownHolder, UnlistedHolder]),
        new("logged", "The receipt is in a log that only grows, for its owner and for auditors to find.", [RowKind.Log], [Logged], [NotLogged, NoWitnessChecked]),
        new("witnessed", "Others watch that the log takes nothing back.", [RowKind.Witnesses], [Witnessed], [NoQuorum, MayCollude]),
        new("disclosed", "Input and output, or parts of them, are shown; the rest is committed to and hidden.", [RowKind.Input, RowKind.Output], [Disclosed, PartlyDisclosed], [DisclosedOther, Hidden, RestHidden]),
        new("drawn", "Of a sampled answer: the issuer had one random stream, and could not choose it.", [RowKind.Draw], [DrawnOnce], [MayBeDrawnOften, MoreAnswers, DrawKeyMayBeNew]),
        new("audited", "Auditors ran the model again, and say so.", [RowKind.Audit], [Audited], [AuditorsWord]),
        new("attested", "A machine that vouches for its program. In a bundle this version checks no such evidence, and its row is unverifiable; beside an AIR receipt it does (`og receipt verify-air`).", [], [], []),
        new("re-executed", "Whoever verifies ran the model again.", [RowKind.Reexecution], [RunAgain], [RunAgainOther]),
        new("proven", "A proof that needs neither the weights nor the engine.", [RowKind.Proof], [Proven, ProvenOfHidden, KeyMade], [ProofWrong, ProofOfUnknownInput, KeyUnknown, KeyUnlisted]),
        new("open", "What stays open where nothing above closes it.", [], [], [NotRunAgain, NoNonce, Times, Truth]),
    ];
}
