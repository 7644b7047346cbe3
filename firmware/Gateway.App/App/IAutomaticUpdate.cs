using Gateway.Cmp;

namespace Gateway.App;

/// <summary>
/// Whoever lets the device renew by itself: what becomes of its transactions is told here.
/// </summary>
internal interface IAutomaticUpdate
{
    /// <summary>
    /// Why a certificate that came is of no use, one sentence; null when it is: then it is kept and
    /// confirmed.
    /// </summary>
    string WhyUseless(TransactionPlan plan, CertificateOperation granted);

    /// <summary>
    /// Puts a confirmed certificate to use; null when done, else why not, one sentence. It is
    /// called again until it is done, after a restart too, and may have been done in part.
    /// </summary>
    string Activate(TransactionPlan plan, CertificateOperation granted);

    /// <summary>Keeps what a general message brought; null when done, else why not.</summary>
    string Take(TransactionPlan plan, GeneralOperation told);

    /// <summary>
    /// Says that a transaction is over, its results taken; the reason is the operator's line.
    /// </summary>
    void Ended(TransactionPlan plan, CmpOutcome outcome, string reason);
}
