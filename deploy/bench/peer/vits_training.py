"""What VITS trains with, around transformers' VitsModel: the reference that the bench measures.

The losses and their order are the original's (jaywalnut310/vits, train.py): generator once, discriminators' step, the
discriminators again, generator's step.
"""

import math

import numba
import numpy as np
import torch
from librosa.filters import mel as mel_filters
from torch import nn
from torch.nn import functional as F
from torch.nn.utils.parametrizations import weight_norm
from transformers import VitsConfig, VitsModel

SEGMENT_FRAMES = 32
N_FFT = 1024
HOP = 256
SLOPE = 0.1


class PeriodDiscriminator(nn.Module):
    def __init__(self, period):
        super().__init__()
        self.period = period
        channels = [1, 32, 128, 512, 1024]
        self.convs = nn.ModuleList(
            [weight_norm(nn.Conv2d(i, o, (5, 1), (3, 1), padding=(2, 0))) for i, o in zip(channels, channels[1:])]
            + [weight_norm(nn.Conv2d(1024, 1024, (5, 1), 1, padding=(2, 0)))]
        )
        self.final_conv = weight_norm(nn.Conv2d(1024, 1, (3, 1), 1, padding=(1, 0)))

    def forward(self, x):
        batch, channels, length = x.shape
        missing = -length % self.period
        x = F.pad(x, (0, missing), "reflect")
        x = x.view(batch, channels, (length + missing) // self.period, self.period)
        features = []
        for conv in self.convs:
            x = F.leaky_relu(conv(x), SLOPE)
            features.append(x)
        features.append(self.final_conv(x))
        return features


class ScaleDiscriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.convs = nn.ModuleList(
            weight_norm(conv)
            for conv in [
                nn.Conv1d(1, 16, 15, 1, padding=7),
                nn.Conv1d(16, 64, 41, 4, groups=4, padding=20),
                nn.Conv1d(64, 256, 41, 4, groups=16, padding=20),
                nn.Conv1d(256, 1024, 41, 4, groups=64, padding=20),
                nn.Conv1d(1024, 1024, 41, 4, groups=256, padding=20),
                nn.Conv1d(1024, 1024, 5, 1, padding=2),
            ]
        )
        self.final_conv = weight_norm(nn.Conv1d(1024, 1, 3, 1, padding=1))

    def forward(self, x):
        features = []
        for conv in self.convs:
            x = F.leaky_relu(conv(x), SLOPE)
            features.append(x)
        features.append(self.final_conv(x))
        return features


class Discriminators(nn.Module):
    def __init__(self):
        super().__init__()
        self.all = nn.ModuleList([ScaleDiscriminator()] + [PeriodDiscriminator(p) for p in (2, 3, 5, 7, 11)])

    def forward(self, x):
        return [discriminator(x) for discriminator in self.all]


@numba.njit(cache=True)
def _path(q, frames, tokens):
    for y in range(frames):
        for x in range(max(0, tokens + y - frames), min(tokens, y + 1)):
            stay = -1e9 if x == y else q[y - 1, x]
            advance = (0.0 if y == 0 else -1e9) if x == 0 else q[y - 1, x - 1]
            q[y, x] += max(stay, advance)
    path = np.zeros(q.shape, np.float32)
    x = tokens - 1
    for y in range(frames - 1, -1, -1):
        path[y, x] = 1
        if x != 0 and y != 0 and (x == y or q[y - 1, x] < q[y - 1, x - 1]):
            x -= 1
    return path


def align(likelihoods, frame_counts, token_counts):
    q = likelihoods.cpu().numpy()
    paths = [_path(q[i], frame_counts[i], token_counts[i]) for i in range(len(q))]
    return torch.from_numpy(np.stack(paths)).to(likelihoods.device)


class Features:
    def __init__(self, sample_rate):
        self.window = torch.hann_window(N_FFT)
        filters = mel_filters(sr=sample_rate, n_fft=N_FFT, n_mels=80, fmin=0, fmax=sample_rate / 2)
        self.filters = torch.from_numpy(filters).to(self.window.device)

    def magnitudes(self, waveform):
        margin = (N_FFT - HOP) // 2
        padded = F.pad(waveform.unsqueeze(1), (margin, margin), "reflect").squeeze(1)
        spectrum = torch.stft(padded, N_FFT, HOP, N_FFT, self.window, center=False, return_complex=True)
        return torch.sqrt(torch.view_as_real(spectrum).square().sum(-1) + 1e-6)

    def log_mel(self, magnitudes):
        return torch.log(torch.clamp(self.filters @ magnitudes, min=1e-5))


class Trainer:
    """Generator and discriminators with their optimizers; `step` trains one batch."""

    def __init__(self, vocab_size):
        torch.manual_seed(0)
        config = VitsConfig(vocab_size=vocab_size, layerdrop=0.0)
        self.model = VitsModel(config).eval()  # dropout off, as in the measured Java step
        self.norm_decoder()
        self.discriminators = Discriminators()
        self.features = Features(config.sampling_rate)
        settings = dict(lr=2e-4, betas=(0.8, 0.99), eps=1e-9)
        self.generator_optimizer = torch.optim.AdamW(self.model.parameters(), **settings)
        self.discriminator_optimizer = torch.optim.AdamW(self.discriminators.parameters(), **settings)

    def norm_decoder(self):
        for conv in self.model.decoder.upsampler:
            weight_norm(conv)
        for block in self.model.decoder.resblocks:
            for conv in list(block.convs1) + list(block.convs2):
                weight_norm(conv)

    def generate(self, ids, text_mask, waveform):
        model, text_mask = self.model, text_mask.unsqueeze(-1)
        encoded = model.text_encoder(input_ids=ids, padding_mask=text_mask, attention_mask=text_mask.squeeze(-1))
        hidden = encoded.last_hidden_state.transpose(1, 2)
        means, log_stds = encoded.prior_means.transpose(1, 2), encoded.prior_log_variances.transpose(1, 2)
        text_mask = text_mask.transpose(1, 2)
        magnitudes = self.features.magnitudes(waveform)
        frame_mask = torch.ones(len(waveform), 1, magnitudes.shape[2])
        latents, _, posterior_log_stds = model.posterior_encoder(magnitudes, frame_mask)
        prior = model.flow(latents, frame_mask)
        with torch.no_grad():
            precision = torch.exp(-2 * log_stds)
            likelihoods = (
                torch.sum(-0.5 * math.log(2 * math.pi) - log_stds, 1, keepdim=True)
                + torch.matmul(-0.5 * prior.square().transpose(1, 2), precision)
                + torch.matmul(prior.transpose(1, 2), means * precision)
                + torch.sum(-0.5 * means.square() * precision, 1, keepdim=True)
            )
            frames = [magnitudes.shape[2]] * len(waveform)
            path = align(likelihoods, frames, text_mask.sum((1, 2)).int().tolist())
        durations = path.sum(1, keepdim=True)
        duration = model.duration_predictor(hidden, text_mask, durations=durations, reverse=False).sum() / text_mask.sum()
        means, log_stds = means @ path.transpose(1, 2), log_stds @ path.transpose(1, 2)
        kl = log_stds - posterior_log_stds - 0.5 + 0.5 * (prior - means).square() * torch.exp(-2 * log_stds)
        kl = (kl * frame_mask).sum() / frame_mask.sum()
        starts = (torch.rand(len(waveform)) * (magnitudes.shape[2] - SEGMENT_FRAMES + 1)).long().tolist()
        segments = torch.stack([latents[i, :, s : s + SEGMENT_FRAMES] for i, s in enumerate(starts)])
        spoken = model.decoder(segments)
        target_mel = self.features.log_mel(magnitudes)
        target_mel = torch.stack([target_mel[i, :, s : s + SEGMENT_FRAMES] for i, s in enumerate(starts)])
        mel = F.l1_loss(self.features.log_mel(self.features.magnitudes(spoken.squeeze(1))), target_mel)
        size = SEGMENT_FRAMES * HOP
        recorded = torch.stack([waveform[i, s * HOP : s * HOP + size] for i, s in enumerate(starts)]).unsqueeze(1)
        return spoken, recorded, 45 * mel + kl + duration

    def step(self, ids, text_mask, waveform):
        spoken, recorded, loss = self.generate(ids, text_mask, waveform)
        real, fake = self.discriminators(recorded), self.discriminators(spoken.detach())
        discriminator_loss = sum((1 - r[-1]).square().mean() + f[-1].square().mean() for r, f in zip(real, fake))
        self.discriminator_optimizer.zero_grad()
        discriminator_loss.backward()
        self.discriminator_optimizer.step()
        real, fake = self.discriminators(recorded), self.discriminators(spoken)
        loss = loss + sum((1 - f[-1]).square().mean() for f in fake)
        loss = loss + 2 * sum((r.detach() - f).abs().mean() for a, b in zip(real, fake) for r, f in zip(a, b))
        self.generator_optimizer.zero_grad()
        loss.backward()
        self.generator_optimizer.step()
        return float(loss.detach())
