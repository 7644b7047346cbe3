using System;
using System.Collections.Generic;

namespace Gateway.Hal.Sim;

/// <summary>
/// Takes the telnet protocol (RFC 854) out of what a TCP client sends, so that telnet, nc and socat
/// are all served by one port. A client that ends its first line with CR LF, or that
/// negotiates, is taken for telnet and asked to send each key at once, unechoed; nothing is sent
/// to a client that shows neither.
/// </summary>
internal sealed class TelnetFilter
{
    private const byte InterpretAsCommand = 255;
    private const byte Dont = 254;
    private const byte Do = 253;
    private const byte Wont = 252;
    private const byte Will = 251;
    private const byte SubnegotiationStart = 250;
    private const byte InterruptProcess = 244;
    private const byte Break = 243;
    private const byte SubnegotiationEnd = 240;
    private const byte EchoOption = 1;
    private const byte SuppressGoAheadOption = 3;
    private const byte ControlC = 3;

    private readonly List<byte> _replies = [];
    private State _state;
    private byte _verb;
    private bool _afterReturn;

    private enum State
    {
        Data = 0,
        Command = 1,
        Option = 2,
        Subnegotiation = 3,
        SubnegotiationCommand = 4,
    }

    /// <summary>Whether the client was found to speak telnet.</summary>
    public bool IsTelnet { get; private set; }

    /// <summary>Reduces the bytes, in place, to what was typed.</summary>
    /// <returns>How many bytes are left at the start.</returns>
    public int Reduce(Span<byte> bytes)
    {
        int kept = 0;
        foreach (byte b in bytes)
        {
            if (Take(b, out byte typed)) bytes[kept++] = typed;
        }

        return kept;
    }

    /// <summary>What must be sent to the client, and only once.</summary>
    public byte[] TakeReplies()
    {
        byte[] replies = [.. _replies];
        _replies.Clear();
        return replies;
    }

    private bool Take(byte b, out byte typed)
    {
        typed = b;
        switch (_state)
        {
            case State.Data:
                return TakeData(b);
            case State.Command:
                return TakeCommand(b, out typed);
            case State.Option:
                _state = State.Data;
                Negotiate(b);
                return false;
            case State.Subnegotiation:
                if (b == InterpretAsCommand) _state = State.SubnegotiationCommand;
                return false;
            default:
                _state = b == SubnegotiationEnd ? State.Data : State.Subnegotiation;
                return false;
        }
    }

    private bool TakeData(byte b)
    {
        if (b == InterpretAsCommand)
        {
            _state = State.Command;
            return false;
        }

        // RFC 854: a new line is CR LF, the Enter key alone CR NUL; the board wants CR for both.
        bool isSecondOfPair = _afterReturn && b is (byte)'\n' or 0;
        if (isSecondOfPair && b == '\n') BecomeTelnet();
        _afterReturn = b == '\r';
        return !isSecondOfPair;
    }

    private bool TakeCommand(byte b, out byte typed)
    {
        typed = b;
        _state = State.Data;
        switch (b)
        {
            case InterpretAsCommand:
                return true;
            case InterruptProcess or Break:
                typed = ControlC;
                return true;
            case Will or Wont or Do or Dont:
                _verb = b;
                _state = State.Option;
                return false;
            case SubnegotiationStart:
                _state = State.Subnegotiation;
                return false;
            default:
                return false;
        }
    }

    private void Negotiate(byte option)
    {
        BecomeTelnet();
        bool isOffered = option is EchoOption or SuppressGoAheadOption;
        // Only requests get an answer, and offers that stand already get none: no loops.
        if (_verb == Do && !isOffered) Reply(Wont, option);
        if (_verb == Will && option == SuppressGoAheadOption) Reply(Do, option);
        if (_verb == Will && option != SuppressGoAheadOption) Reply(Dont, option);
    }

    private void BecomeTelnet()
    {
        if (IsTelnet) return;
        IsTelnet = true;
        Reply(Will, EchoOption);
        Reply(Will, SuppressGoAheadOption);
    }

    private void Reply(byte verb, byte option) =>
        _replies.AddRange([InterpretAsCommand, verb, option]);
}
