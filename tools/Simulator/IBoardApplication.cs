namespace Gateway.Simulator;

/// <summary>The firmware as its main loop sees it: started once, then stepped for ever.</summary>
public interface IBoardApplication
{
    /// <summary>Brings the board up: reads the flash, configures the ports, greets on the
    /// console.</summary>
    /// <param name="nowMs">Milliseconds since start.</param>
    void Start(long nowMs);

    /// <summary>One bounded step of the main loop.</summary>
    /// <returns>Whether there was work: false lets the loop rest a moment.</returns>
    bool Poll();

    /// <summary>Whether the console stands at a prompt, of a command or of a question.</summary>
    bool IsWaitingForInput { get; }

    /// <summary>When <see cref="Poll"/> next has work if neither a byte nor an answer arrives, in
    /// milliseconds since start; 0 also where the firmware cannot tell.</summary>
    long DueMs => 0;

    /// <summary>Whether the board is to start anew over the same flash.</summary>
    bool RebootRequested { get; }
}
