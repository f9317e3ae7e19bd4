/**
 * The engine of InversionView, usable without a notebook: what inputs share that lead to nearly the same activation.
 *
 * <p>Data's way: {@code files}, {@code tokens}, {@code tasks}, {@code hooks} ← {@code transformer} ← {@code probed} and
 * {@code decoder} (which do not see each other) ← {@code inversion} ← {@code causal} ← {@code reading}. {@code files} is how all
 * that came from outside is read, strictly and within bounds, {@code engine} wraps PyTorch, {@code training} holds what both trainings share,
 * {@code tokenizer} reads how the models of others cut texts, {@code http} is what speaks with servers: {@code hub} finds the models of others, {@code llm} asks language models,
 * {@code zoo} holds ours, {@code loading} makes them ready to be asked, {@code sweep} asks them the same at many places,
 * {@code recipe} trains and writes them. No
 * NDArray leaves this module, except to a hook that a user wrote.
 *
 * <p>Letters in shapes, everywhere in this module:
 *
 * <pre>
 * B batch    T sequence length    V vocabulary    D model width    H heads    d = D / H
 * L blocks   S conditioning slots   W width of the activation encoder
 * </pre>
 *
 * <p>Source of the method: Huang, Panwar, Goyal, Hahn, "InversionView: A General-Purpose Method for Reading Information
 * from Neural Activations", NeurIPS 2024 (arXiv 2405.17653).
 */
@NullMarked
package org.inversionview.models;

import org.jspecify.annotations.NullMarked;
