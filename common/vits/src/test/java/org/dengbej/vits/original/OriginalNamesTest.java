package org.dengbej.vits.original;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginalNamesTest {

    private static final OriginalNames FLOWING = OriginalNames.ofGenerator(List.of("dp.pre.weight"));
    private static final OriginalNames PLAIN = OriginalNames.ofGenerator(List.of("dp.conv_1.weight"));

    @ParameterizedTest
    @CsvSource({
        "enc_p.emb.weight, text_encoder.embed_tokens.weight",
        "enc_p.encoder.attn_layers.11.conv_o.bias, text_encoder.encoder.layers.11.attention.out_proj.bias",
        "enc_p.encoder.attn_layers.0.emb_rel_v, text_encoder.encoder.layers.0.attention.emb_rel_v",
        "enc_p.encoder.norm_layers_1.3.gamma, text_encoder.encoder.layers.3.layer_norm.weight",
        "enc_p.encoder.norm_layers_2.3.beta, text_encoder.encoder.layers.3.final_layer_norm.bias",
        "dp.proj.weight, duration_predictor.conv_proj.weight",
        "dp.flows.0.logs, duration_predictor.flows.0.log_scale",
        "dp.flows.7.convs.norms_2.1.gamma, duration_predictor.flows.4.conv_dds.norms_2.1.weight",
        "dp.post_flows.3.pre.bias, duration_predictor.post_flows.2.conv_pre.bias",
        "dp.cond.weight, duration_predictor.cond.weight",
        "flow.flows.6.enc.in_layers.2.weight_g, flow.flows.3.wavenet.in_layers.2.weight_g",
        "flow.flows.2.enc.cond_layer.weight_v, flow.flows.1.wavenet.cond_layer.weight_v",
        "dec.ups.3.weight_v, decoder.upsampler.3.weight_v",
        "dec.resblocks.11.convs2.0.parametrizations.weight.original0, decoder.resblocks.11.convs2.0.weight_g",
        "emb_g.weight, embed_speaker.weight"
    })
    void aGeneratorsNamesBecomeTransformers(String original, String renamed) {
        assertThat(FLOWING.renamed(original)).contains(renamed);
    }

    @Test
    void thePlainDurationPredictorHasItsOwnNames() {
        assertThat(PLAIN.renamed("dp.proj.weight")).contains("duration_predictor.proj.weight");
        assertThat(PLAIN.renamed("dp.norm_2.beta")).contains("duration_predictor.norm_2.bias");
        assertThat(FLOWING.renamed("dp.norm_2.beta")).isEmpty();
    }

    @Test
    void theDiscriminatorsLastLayerHasAnotherName() {
        OriginalNames names = OriginalNames.ofDiscriminator();
        assertThat(names.renamed("discriminators.0.convs.5.weight_g")).contains("discriminators.0.convs.5.weight_g");
        assertThat(names.renamed("discriminators.5.conv_post.bias")).contains("discriminators.5.final_conv.bias");
        assertThat(names.renamed("enc_p.emb.weight")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "flow.flows.1.pre.weight", // a flip
        "dp.flows.2.pre.weight", // a flip
        "enc_p.emb.running_mean",
        "enc_p.emb",
        "weight",
        "dec.resblocks.0.convs.1.weight", // the other kind of residual block
        "dec.ups.99999999999.weight",
        "module.enc_p.emb.weight",
        "text_encoder.embed_tokens.weight"
    })
    void whatTheOriginalDoesNotHaveHasNoName(String name) {
        assertThat(FLOWING.renamed(name)).isEmpty();
    }
}
