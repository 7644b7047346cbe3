using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;

namespace Gateway.Tests.DeviceApi;

/// <summary>
/// The figures of a compiled image that nanoFramework's file format bounds. The metadata processor
/// shortens
/// tokens in byte code and drops some names, so these are upper bounds of what the board gets.
/// </summary>
internal sealed class ImageWeight
{
    /// <summary>Most bytes of byte code, with some room under the 64 KiB that 16 bits
    /// address.</summary>
    public const int ByteCodeMax = 60 * 1024;

    /// <summary>Most bytes of names and literals, likewise.</summary>
    public const int TextMax = 60 * 1024;

    /// <summary>Most locals of a method: eight bits count them.</summary>
    public const int LocalsMax = 255;

    /// <summary>Most bytes of array initializers an assembly: each is copied to the heap.</summary>
    public const int ArrayDataMax = 8 * 1024;

    private const int ClauseSize = 12;

    private readonly MetadataReader _metadata;
    private readonly PEReader _image;
    private readonly List<string> _breaches = [];

    private ImageWeight(PEReader image)
    {
        _image = image;
        _metadata = image.GetMetadataReader();
    }

    /// <summary>Bytes of all method bodies.</summary>
    public int ByteCode { get; private set; }

    /// <summary>Bytes of all distinct names and literals as UTF-8, each with its final
    /// zero.</summary>
    public int Text { get; private set; }

    /// <summary>Locals of the method that has most.</summary>
    public int Locals { get; private set; }

    /// <summary>Bytes of array initializers.</summary>
    public int ArrayData { get; private set; }

    /// <summary>What is too large or cannot be in an image for the board.</summary>
    public IReadOnlyList<string> Breaches => _breaches;

    /// <summary>Measures an image.</summary>
    public static ImageWeight Of(byte[] image)
    {
        using PEReader reader = new(ImmutableArray.Create(image));
        ImageWeight weight = new(reader);
        weight.MeasureMethods();
        weight.MeasureText();
        weight.MeasureArrayData();
        weight.JudgeTypes();
        weight.Bound("byte code", weight.ByteCode, ByteCodeMax, "move a part to another assembly");
        weight.Bound("names and literals", weight.Text, TextMax, "shorten texts, or move a part");
        weight.Bound("array initializers", weight.ArrayData, ArrayDataMax, "compute tables");
        return weight;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"byte code {ByteCode} of {ByteCodeMax}, text {Text} of {TextMax}, "
        + $"most locals {Locals} of {LocalsMax}, array data {ArrayData} of {ArrayDataMax}";

    private void Bound(string what, int value, int most, string advice)
    {
        if (value <= most) return;
        _breaches.Add(FormattableString.Invariant($"{what}: {value}, at most {most} ({advice})"));
    }

    private void MeasureMethods()
    {
        foreach (MethodDefinitionHandle handle in _metadata.MethodDefinitions)
        {
            MethodDefinition method = _metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0) continue;
            MethodBodyBlock body = _image.GetMethodBody(method.RelativeVirtualAddress);
            ByteCode += body.GetILBytes()!.Length + (body.ExceptionRegions.Length * ClauseSize);
            if (body.LocalSignature.IsNil) continue;
            BlobReader blob = _metadata.GetBlobReader(
                _metadata.GetStandaloneSignature(body.LocalSignature).Signature);
            blob.ReadSignatureHeader();
            int locals = blob.ReadCompressedInteger();
            Locals = Math.Max(Locals, locals);
            string type = TypeName(method.GetDeclaringType());
            string name = _metadata.GetString(method.Name);
            Bound($"locals in {type}.{name}", locals, LocalsMax, "split the method");
        }
    }

    private void MeasureText()
    {
        HashSet<string> texts = [];
        foreach (TypeDefinition type in
            _metadata.TypeDefinitions.Select(_metadata.GetTypeDefinition))
        {
            texts.Add(_metadata.GetString(type.Name));
            texts.Add(_metadata.GetString(type.Namespace));
        }

        foreach (TypeReference type in _metadata.TypeReferences.Select(_metadata.GetTypeReference))
        {
            texts.Add(_metadata.GetString(type.Name));
            texts.Add(_metadata.GetString(type.Namespace));
        }

        texts.UnionWith(_metadata.FieldDefinitions
            .Select(f => _metadata.GetString(_metadata.GetFieldDefinition(f).Name)));
        texts.UnionWith(_metadata.MethodDefinitions
            .Select(m => _metadata.GetString(_metadata.GetMethodDefinition(m).Name)));
        texts.UnionWith(_metadata.MemberReferences
            .Select(m => _metadata.GetString(_metadata.GetMemberReference(m).Name)));
        UserStringHandle literal = default;
        do
        {
            texts.Add(_metadata.GetUserString(literal));
            literal = _metadata.GetNextHandle(literal);
        }
        while (!literal.IsNil);
        Text = texts.Sum(t => Encoding.UTF8.GetByteCount(t) + 1);
    }

    private void MeasureArrayData()
    {
        foreach (FieldDefinition field in
            _metadata.FieldDefinitions.Select(_metadata.GetFieldDefinition))
        {
            if ((field.Attributes & FieldAttributes.HasFieldRVA) == 0) continue;
            BlobReader blob = _metadata.GetBlobReader(field.Signature);
            blob.ReadSignatureHeader();
            ArrayData += blob.ReadSignatureTypeCode() switch
            {
                SignatureTypeCode.TypeHandle => _metadata.GetTypeDefinition(
                    (TypeDefinitionHandle)blob.ReadTypeHandle()).GetLayout().Size,
                SignatureTypeCode.Int64 => 8,
                SignatureTypeCode.Int32 => 4,
                SignatureTypeCode.Int16 => 2,
                _ => 1,
            };
        }
    }

    private void JudgeTypes()
    {
        if (_metadata.GetTableRowCount(TableIndex.GenericParam) > 0)
            _breaches.Add("the compiler made a generic type or method");
        if (_metadata.GetTableRowCount(TableIndex.MethodSpec) > 0)
            _breaches.Add("the compiler made a call of a generic method");
        foreach (TypeDefinitionHandle handle in _metadata.TypeDefinitions)
        {
            TypeDefinition type = _metadata.GetTypeDefinition(handle);
            string name = TypeName(handle);
            if (name.StartsWith('<')) continue;
            if (BaseName(type) == "ValueType") _breaches.Add($"{name} is a struct (use a class)");
            if (!name.StartsWith("Gateway."))
                _breaches.Add(
                    $"the compiler adds {name}, which the device lacks (avoid its cause)");
        }
    }

    private string BaseName(TypeDefinition type) => type.BaseType.Kind == HandleKind.TypeReference
        ? _metadata.GetString(_metadata.GetTypeReference((TypeReferenceHandle)type.BaseType).Name)
        : "";

    private string TypeName(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        string name = _metadata.GetString(type.Name);
        if (type.IsNested) return TypeName(type.GetDeclaringType()) + "." + name;
        string space = _metadata.GetString(type.Namespace);
        return space.Length == 0 ? name : space + "." + name;
    }
}
