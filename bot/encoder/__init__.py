"""Builds the sentence encoders that both environments read: `var/encoder/`, one for English and one for many languages.

`python -m bot.encoder` takes the weights from installed packages (locked by `uv.lock`, checked once more by their
hash) and writes the networks as ONNX beside their tokenizers. It must not fetch anything from the network.

What is written, for readers in either environment, `DIMENSIONS` being 384 for English and 512 for many languages:
  model.onnx        inputs `input_ids`, `attention_mask`: int64 [batch, length], length <= 512
                    outputs `sentence`: float32 [batch, DIMENSIONS], each of length 1;
                    `tokens`: float32 [batch, length, DIMENSIONS]
  tokenizer.json    for `tokenizers.Tokenizer.from_file`; adds its marks of beginning and end, cuts at 256 tokens,
                    does not pad (call `enable_padding` before encoding several texts at once)
  fingerprint.json  {"fingerprint": ...}; changes whenever the vectors can change

English lies in the folder itself, many languages in its subfolder `multilingual`.
"""
